// Checks that the service acknowledges a create only when the task would survive a power cut: traces the service's
// system calls during concurrent creates (`npm run check:durability`). Requires strace and the permission to trace
// processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { issueToken } from '../../src/security/issue-token.ts';
import { analyze } from './trace-analysis.ts';
import { readArguments } from '../../scripts/tools/arguments.ts';

readArguments(
  'npm run check:durability -- [--help | --version]\n  traces system calls to check that creates are acknowledged only after they are synced',
  {},
);

const secret = 'a-secret-for-the-trace-that-is-long-enough';
const clients = 16;
const createsEach = 10;

const folder = await mkdtemp(join(tmpdir(), 'durability-'));
try {
  process.exitCode = await main();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function main(): Promise<number> {
  const traced = spawn('strace', straceArguments(), {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATABASE_URL: `sqlite:${folder}/tasks.db`,
      AUTH_JWT_SECRET: secret,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(traced, 'close');
  const { url, pid } = await ready(traced);
  await Promise.all(Array.from({ length: clients }, async () => create(url, await token())));
  process.kill(pid, 'SIGTERM');
  await ended;

  const { acknowledged, syncs, early } = analyze(await readFile(join(folder, 'trace'), 'utf8'));
  console.log(
    `${acknowledged} creates acknowledged, ${syncs} syncs to the disk, ${early.length} acknowledged too early`,
  );
  if (acknowledged !== clients * createsEach)
    return fail('The trace does not show a response for each create.');
  if (early.length > 0) return fail('A power cut could lose acknowledged creates.');
  return syncs < acknowledged ? 0 : fail('The creates were not committed in groups.');
}

function fail(why: string): number {
  console.error(why);
  return 1;
}

function straceArguments(): string[] {
  const calls = 'trace=pwrite64,write,writev,fdatasync,fsync';
  // Traces strings as long as a database page, because the analysis looks for ids in written pages.
  const options = ['-f', '--seccomp-bpf', '-y', '-s', '5000', '-e', calls, '-o', join(folder, 'trace')];
  return [...options, process.execPath, 'src/main.js'];
}

/** The URL and the process id of the service. The process id differs from strace's. */
async function ready({ stdout }: ChildProcess): Promise<{ url: string; pid: number }> {
  if (stdout === null) throw new Error('The service has no standard output');
  for await (const line of createInterface(stdout)) {
    const entry = JSON.parse(line) as { message?: string; url?: string; pid?: number };
    if (entry.message === 'ready' && entry.url !== undefined) {
      stdout.resume();
      return { url: entry.url, pid: await tracedProcess() };
    }
  }
  throw new Error(
    'The service did not start. Run `strace true` to check that this user may trace processes.',
  );
}

/** The id of the traced process, which is the first number in the trace. */
async function tracedProcess(): Promise<number> {
  const trace = await readFile(join(folder, 'trace'), 'utf8');
  return Number.parseInt(trace, 10);
}

async function create(url: string, bearer: string): Promise<void> {
  for (let count = 0; count < createsEach; count += 1) {
    const response = await fetch(`${url}/tasks`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ title: 'Survive a power cut' }),
    });
    await response.arrayBuffer();
    if (response.status !== 201) throw new Error(`A create failed with status ${response.status}`);
  }
}

function token(): Promise<string> {
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api' };
  const key = new TextEncoder().encode(secret);
  return issueToken(key, { ...names, sub: 'ada', scope: 'tasks:write', lifetimeSeconds: 600 });
}
