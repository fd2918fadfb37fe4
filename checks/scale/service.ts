// Runs the service as a separate process, so that it can be measured from outside.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { issueToken } from '../../src/security/issue-token.ts';
import { respondsOk } from '../../tests/support/responds-ok.ts';

// The arguments of `npm start`, without npm as the parent process.
const startArguments = packageJson.scripts.start.split(' ').slice(1);

const secret = 'a-secret-for-measurements-that-is-long-enough';

export interface ServiceProcess {
  readonly pid: number;
  readonly url: string;
  readonly token: string;
  /** Milliseconds from the start of the process to its first successful response. */
  readonly startMs: number;
  /** Current resident memory in MB. */
  memory(): Promise<number>;
  /** The peak resident memory so far, in MB. */
  peakMemory(): Promise<number>;
  /** CPU time used so far in ms. */
  cpu(): Promise<number>;
  /** Stops the process with SIGTERM if it is still running. Throws if its exit code is not 0. */
  stop(): Promise<void>;
  /** Kills the process with SIGKILL. */
  kill(): Promise<void>;
  /** Pauses or resumes reading the log of the service. Requires `readsLog`. */
  readLog(isRead: boolean): void;
}

/** Creates a directory for databases. Returns it with a function that removes it. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'task-manager-'));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

export interface ProcessOptions {
  /** Whether to pipe the log to this process. */
  readonly readsLog?: boolean;
  /** Receives the log. Requires `readsLog`. */
  readonly onLog?: (text: string) => void;
  /** A token that the service accepts. By default it is signed with the shared secret. */
  readonly token?: string;
  /** The start of the command line. The program and its arguments follow, as for `nice` or `strace`. */
  readonly prefix?: readonly string[];
}

/** A token for a user. The service accepts it unless the environment configures another key. */
export function tokenOf(sub: string): Promise<string> {
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api', sub };
  const content = { ...names, scope: 'tasks:read tasks:write', lifetimeSeconds: 3600 };
  return issueToken(new TextEncoder().encode(secret), content);
}

/** Starts the service in production mode on a database file, and waits for its first response. */
export async function startProcess(
  database: string,
  port: number,
  environment: Readonly<Record<string, string>> = {},
  { readsLog = false, onLog, token: given, prefix = [] }: ProcessOptions = {},
): Promise<ServiceProcess> {
  const token = given ?? (await tokenOf('alice'));
  const started = performance.now();
  const [command = '', ...all] = [...prefix, process.execPath, ...startArguments];
  const child = spawn(command, all, {
    cwd: new URL('../../', import.meta.url),
    stdio: ['ignore', readsLog ? 'pipe' : 'ignore', 'inherit'],
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: `sqlite:${database}`,
      AUTH_JWT_SECRET: secret,
      RATE_LIMIT_REQUESTS: '1000000000',
      RATE_LIMIT_TIME_SECONDS: '1000000',
      RATE_LIMIT_SENT_MB: '100000000',
      ...environment,
    },
  });
  if (onLog !== undefined) child.stdout?.setEncoding('utf8').on('data', onLog);
  child.stdout?.resume();
  const url = `http://127.0.0.1:${port}`;
  const headers = { Authorization: `Bearer ${token}` };
  while (!(await respondsOk(`${url}/tasks`, { headers }))) {
    if (child.exitCode !== null || performance.now() - started > 30_000)
      throw new Error('The service did not start');
  }
  const startMs = performance.now() - started;
  const read = (file: string): Promise<string> => readFile(`/proc/${child.pid}/${file}`, 'utf8');

  return {
    pid: Number(child.pid),
    url,
    token,
    startMs,
    memory: async () => Number(/VmRSS:\s+(\d+)/.exec(await read('status'))?.[1]) / 1024,
    peakMemory: async () => Number(/VmHWM:\s+(\d+)/.exec(await read('status'))?.[1]) / 1024,
    cpu: async () => {
      const [user, system] = (await read('stat')).split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [];
      return ((user ?? 0) + (system ?? 0)) * 10;
    },
    stop: async () => {
      if (child.signalCode !== null) return;
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`The service exited with code ${code}`);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    readLog: (isRead) => {
      if (isRead) child.stdout?.resume();
      else child.stdout?.pause();
    },
  };
}
