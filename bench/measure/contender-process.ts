// A contender as a process of its own.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Contender } from '../contenders.ts';
import { root } from '../contenders.ts';
import { settingsFor } from '../settings.ts';
import { pinned } from './processors.ts';

export interface ContenderProcess {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  /** Milliseconds from the start of the process to its first answer. */
  readonly startMs: number;
  /** Ends it with SIGTERM, and waits for that. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly name: string;
  readonly port: number;
  readonly database: string;
  /** A folder for its log. */
  readonly folder: string;
  /** A path that it answers with 200, and the headers to send there. */
  readonly probe: { readonly path: string; readonly headers: Readonly<Record<string, string>> };
  /** For Node, before the program's own. */
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const patienceMs = 60_000;
const running = new Set<ChildProcess>();

// Whatever ends the benchmark ends what it has started.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Starts a contender and waits for its first answer. */
export async function startContender(contender: Contender, options: StartOptions): Promise<ContenderProcess> {
  const { name, port, database, folder, probe, nodeOptions = [], environment = {} } = options;
  const logFile = join(folder, `${name}.log`);
  const [program = '', ...parameters] = contender.command(port);
  const [command = '', ...all] = pinned([program, ...nodeOptions, ...parameters]);
  const log = openSync(logFile, 'w');
  const errors = openSync(`${logFile}.errors`, 'w');
  const started = performance.now();
  const child = spawn(command, all, {
    cwd: contender.folder ?? root,
    stdio: ['ignore', log, errors],
    env: { ...settingsFor(port, database, `${logFile}.pino`), ...environment },
  });
  closeSync(log);
  closeSync(errors);
  running.add(child);
  child.once('exit', () => running.delete(child));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);

  while ((await statusOf(port, probe)) !== 200) {
    if (child.exitCode === null && performance.now() - started < patienceMs) continue;
    throw new Error(`${name} does not answer; see ${logFile} and ${logFile}.errors`);
  }
  const startMs = performance.now() - started;

  return {
    name,
    pid,
    port,
    startMs,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exit;
      clearTimeout(kill);
    },
  };
}

/** The status of an answer, or undefined for none; a millisecond apart, so that asking does not slow the start down. */
function statusOf(port: number, { path, headers }: StartOptions['probe']): Promise<number | undefined> {
  return new Promise((resolve) => {
    const later = (status?: number): unknown => setTimeout(resolve, 1, status);
    request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      response.resume();
      response.on('end', () => later(response.statusCode));
    })
      .on('error', () => later())
      .end();
  });
}
