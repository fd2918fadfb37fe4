// Runs a subject in a separate process.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Subject } from '../subjects.ts';
import { root } from '../subjects.ts';
import { settingsFor } from '../settings.ts';
import { pinnedCommand } from './cpu-affinity.ts';

export interface SubjectProcess {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  /** Milliseconds from the start of the process to its first response. */
  readonly startMs: number;
  /** Sends SIGTERM and waits until the process exits. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly name: string;
  readonly port: number;
  readonly database: string;
  /** The directory of the subject's log. */
  readonly folder: string;
  /** A path for which the subject returns 200, and the headers to send. */
  readonly probe: { readonly path: string; readonly headers: Readonly<Record<string, string>> };
  /** Options for Node, inserted before the program. */
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const startTimeoutMs = 60_000;
const running = new Set<ChildProcess>();

// Kills the remaining subjects when the benchmark ends.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Starts a subject and waits for its first response. */
export async function startSubject(subject: Subject, options: StartOptions): Promise<SubjectProcess> {
  const { name, port, database, folder, probe, nodeOptions = [], environment = {} } = options;
  const logFile = join(folder, `${name}.log`);
  const [program = '', ...parameters] = subject.command(port);
  const [command = '', ...all] = pinnedCommand([program, ...nodeOptions, ...parameters]);
  const log = openSync(logFile, 'w');
  const errors = openSync(`${logFile}.errors`, 'w');
  const started = performance.now();
  const child = spawn(command, all, {
    cwd: subject.checkout ?? root,
    stdio: ['ignore', log, errors],
    env: { ...settingsFor(port, database, `${logFile}.pino`), ...subject.environment, ...environment },
  });
  closeSync(log);
  closeSync(errors);
  running.add(child);
  child.once('exit', () => running.delete(child));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);

  while ((await statusOf(port, probe)) !== 200) {
    if (child.exitCode === null && performance.now() - started < startTimeoutMs) continue;
    throw new Error(`${name} did not respond. See ${logFile} and ${logFile}.errors.`);
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

/**
 * The status of the response, or undefined if the request fails. Waits a millisecond, so that polling does not slow
 * the start.
 */
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
