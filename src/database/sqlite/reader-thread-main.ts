// The entry point of a reader thread, which runs one statement after another on its own connection.
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { DatabaseUnavailable, ReadStopped } from '../errors.ts';
import { connect } from './connection.ts';
import { addDeadline } from './deadline.ts';
import { applyPragmas, reading } from './pragmas.ts';
import type { ThreadData, ThreadOutcome, ThreadRequest, ThreadResponse } from './reader-thread.ts';

const { path, busyTimeoutMs, cancelled } = workerData as ThreadData;
const raw = new Sqlite(path, { readonly: true, timeout: busyTimeoutMs });
applyPragmas(raw, reading);
const within = addDeadline(raw, () => Atomics.load(cancelled, 0) !== 0);
const connection = connect(raw, undefined);

parentPort?.on('message', (request: ThreadRequest) => {
  const before = process.threadCpuUsage();
  const outcome = run(request);
  const { user, system } = process.threadCpuUsage(before);
  const response: ThreadResponse = { outcome, processorMs: (user + system) / 1000 };
  parentPort?.postMessage(response);
});

function run({ text, parameters, timeoutMs }: ThreadRequest): ThreadOutcome {
  try {
    return { rows: within(timeoutMs, () => connection.execute(text, parameters)).rows };
  } catch (error) {
    if (error instanceof ReadStopped) return { stopped: true };
    if (error instanceof DatabaseUnavailable) return { unavailable: error.reason, cause: error.cause };
    return { error };
  }
}
