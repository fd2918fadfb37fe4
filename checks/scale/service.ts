// The service as a process of its own, as it runs for users, for what can only be measured from outside.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { issueToken } from '../../src/security/issue-token.ts';
import { answersOk } from '../../tests/support/answers-ok.ts';

// As `npm start` does, without npm between us and the process.
const startArguments = packageJson.scripts.start.split(' ').slice(1);

const secret = 'a-secret-for-measurements-that-is-long-enough';

export interface ServiceProcess {
  readonly url: string;
  readonly token: string;
  /** Milliseconds from the start of the process to its first answer to a request for tasks. */
  readonly startMs: number;
  /** Resident memory now, in MB. */
  memory(): Promise<number>;
  /** CPU time used until now, in ms. */
  cpu(): Promise<number>;
  /** Ends it with SIGTERM, where it still runs. Throws when it does not end well. */
  stop(): Promise<void>;
  /** Ends it at once, with SIGKILL. */
  kill(): Promise<void>;
  /** Leaves its log where it is, or reads on. Only of one that was started with its log read. */
  readLog(isRead: boolean): void;
}

/** A folder for databases, removed by what is returned with it. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'task-manager-'));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/** Starts the service in production mode on a database file, and waits for its first answer. */
export async function startProcess(
  database: string,
  port: number,
  environment: Readonly<Record<string, string>> = {},
  { readsLog = false } = {},
): Promise<ServiceProcess> {
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api', sub: 'alice' };
  const content = { ...names, scope: 'tasks:read tasks:write', lifetimeSeconds: 3600 };
  const token = await issueToken(new TextEncoder().encode(secret), content);
  const started = performance.now();
  const child = spawn(process.execPath, startArguments, {
    cwd: new URL('../../', import.meta.url),
    stdio: ['ignore', readsLog ? 'pipe' : 'ignore', 'inherit'],
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: `sqlite:${database}`,
      AUTH_JWT_SECRET: secret,
      RATE_LIMIT_REQUESTS: '1000000000',
      ...environment,
    },
  });
  child.stdout?.resume();
  const url = `http://127.0.0.1:${port}`;
  const headers = { Authorization: `Bearer ${token}` };
  while (!(await answersOk(`${url}/tasks`, { headers }))) {
    if (child.exitCode !== null || performance.now() - started > 30_000)
      throw new Error('The service did not start');
  }
  const startMs = performance.now() - started;
  const read = (file: string): Promise<string> => readFile(`/proc/${child.pid}/${file}`, 'utf8');

  return {
    url,
    token,
    startMs,
    memory: async () => Number(/VmRSS:\s+(\d+)/.exec(await read('status'))?.[1]) / 1024,
    cpu: async () => {
      const [user, system] = (await read('stat')).split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [];
      return ((user ?? 0) + (system ?? 0)) * 10;
    },
    stop: async () => {
      if (child.signalCode !== null) return;
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`The service ended with ${code}`);
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
