// The service under test: its image in a container, or a local process. Either way it is a child process that logs to a
// file, stops on SIGTERM and has a meaningful exit code.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { respondsOk } from '../tests/support/responds-ok.ts';
import { restricted } from './container-engine.ts';
import { root, workFolder } from './paths.ts';

export interface ServiceOptions {
  readonly port: number;
  readonly secret: string;
  readonly logFile: string;
  /** The URL of a PostgreSQL database. The default is a SQLite file. */
  readonly databaseUrl?: string | undefined;
  /** The engine and the image. By default the service is a local process. */
  readonly container?: { readonly engine: string; readonly image: string } | undefined;
}

export interface RunningService {
  readonly url: string;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
  /** Stops the service with SIGTERM. Resolves to the errors of its shutdown. */
  stop(): Promise<string[]>;
}

const startTimeoutSeconds = 60;
const stopTimeoutSeconds = 30;

/** Starts the service and waits until it is ready. On a timeout, throws an error with the end of its log. */
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
  const deadline = Date.now() + startTimeoutSeconds * 1000;
  // Checks the log first, because another program may be listening on this port.
  while (!(hasLoggedReady(options.logFile) && (await respondsOk(`${url}/health/ready`)))) {
    if (child.exitCode !== null || Date.now() > deadline) {
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
    // Validates every response against the contract.
    RESPONSE_VALIDATION: 'all',
    WEBHOOK_SECRET_KEY: 'a key for the secrets of webhooks',
    // Raises the rate limits, because they would hide everything else behind a 429. They have their own tests.
    RATE_LIMIT_REQUESTS: '1000000000',
    RATE_LIMIT_FAILED_AUTH: '1000000000',
    RATE_LIMIT_NETWORK_REQUESTS: '1000000000',
    RATE_LIMIT_TIME_SECONDS: '1000000',
    RATE_LIMIT_SENT_MB: '100000000',
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
  // The engine forwards SIGTERM and returns the exit code of the service. With --rm, it removes the volume too.
  const publish = ['--publish', `127.0.0.1:${port}:5000`, '--volume', '/data'];
  const args = ['run', '--rm', ...publish, ...restricted, ...names, container.image];
  return { command: container.engine, args, environment };
}

function hasLoggedReady(logFile: string): boolean {
  return readFileSync(logFile, 'utf8').includes('"message":"ready"');
}

async function stop(child: ChildProcess, ended: Promise<number | null>): Promise<string[]> {
  if (child.exitCode !== null) return [`the service exited prematurely with code ${child.exitCode}`];
  child.kill('SIGTERM');
  const code = await Promise.race([
    ended,
    setTimeout(stopTimeoutSeconds * 1000, 'late' as const, { ref: false }),
  ]);
  if (code === 'late') {
    child.kill('SIGKILL');
    return [`the service was still running ${stopTimeoutSeconds} seconds after SIGTERM`];
  }
  return code === 0 ? [] : [`the service exited with ${code ?? 'a signal'} instead of 0 after SIGTERM`];
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
}
