// The service under test, as it is deployed: its image in a container, or the same program as a process of its own.
// Either way it is a child process whose log goes to a file, that a SIGTERM stops, and whose exit code counts.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { answersOk } from '../tests/support/answers-ok.ts';
import { root, workFolder } from './place.ts';

export interface ServiceOptions {
  readonly port: number;
  readonly secret: string;
  readonly logFile: string;
  /** Where the tasks are, if not in SQLite. */
  readonly databaseUrl?: string | undefined;
  /** The engine and the image to run; without them the service is a process of its own. */
  readonly container?: { readonly engine: string; readonly image: string } | undefined;
}

export interface RunningService {
  readonly url: string;
  /** Resolves when it has ended by itself, to its exit code. */
  readonly ended: Promise<number | null>;
  /** Stops it with SIGTERM. Resolves to what was wrong about its end, nothing when it ended as it should. */
  stop(): Promise<string[]>;
}

const secondsToStart = 60;
const secondsToStop = 30;

/** Starts the service and waits until it is ready. Throws with the end of its log when it does not become so. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const log = openSync(options.logFile, 'w');
  const { command, args, environment } = commandOf(options);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', log, log],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const url = `http://127.0.0.1:${options.port}`;
  const giveUp = Date.now() + secondsToStart * 1000;
  // Its own word first: another program may answer at this port.
  while (!(saysReady(options.logFile) && (await answersOk(`${url}/health/ready`)))) {
    if (child.exitCode !== null || Date.now() > giveUp) {
      child.kill('SIGKILL');
      throw new Error(`The service did not become ready. Its log ends with\n${tail(options.logFile)}`);
    }
    await setTimeout(200);
  }
  return { url, ended, stop: () => stop(child, ended) };
}

function commandOf({ port, secret, databaseUrl, container }: ServiceOptions) {
  const environment = {
    NODE_ENV: 'production',
    AUTH_JWT_SECRET: secret,
    // What is answered has to keep the contract, and each answer is looked at.
    RESPONSE_VALIDATION: 'all',
    // The limits have tests of their own; here they would hide everything else behind a 429.
    RATE_LIMIT_REQUESTS: '1000000000',
    RATE_LIMIT_FAILED_AUTH: '1000000000',
  };
  if (container === undefined) {
    const own = {
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl ?? `sqlite:${join(workFolder, 'tasks.db')}`,
    };
    return { command: process.execPath, args: ['src/main.js'], environment: { ...environment, ...own } };
  }
  const names = Object.keys(environment).flatMap((name) => ['--env', name]);
  // The engine passes a SIGTERM on, and ends with the exit code of the service.
  const args = ['run', '--rm', '--publish', `127.0.0.1:${port}:5000`, ...names, container.image];
  return { command: container.engine, args, environment };
}

function saysReady(logFile: string): boolean {
  return readFileSync(logFile, 'utf8').includes('"message":"ready"');
}

async function stop(child: ChildProcess, ended: Promise<number | null>): Promise<string[]> {
  if (child.exitCode !== null) return [`the service ended by itself, with ${child.exitCode}`];
  child.kill('SIGTERM');
  const code = await Promise.race([ended, setTimeout(secondsToStop * 1000, 'late' as const, { ref: false })]);
  if (code === 'late') {
    child.kill('SIGKILL');
    return [`the service still ran ${secondsToStop} seconds after SIGTERM`];
  }
  return code === 0 ? [] : [`the service ended with ${code ?? 'a signal'} after SIGTERM, and not with 0`];
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
}
