// Shows that no create is answered before it would survive a power cut: traces the system calls of the real service
// under concurrent creates. `npm run check:durability`; it needs strace, and the right to trace.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { issueToken } from '../../src/security/issue-token.ts';
import { judge } from './trace.ts';

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

  const { answered, syncs, early } = judge(await readFile(join(folder, 'trace'), 'utf8'));
  console.log(`${answered} creates answered, ${syncs} waits for the disk, ${early.length} answers too early`);
  if (answered !== clients * createsEach) return fail('The trace does not show an answer for each create.');
  if (early.length > 0) return fail('A power cut could take back what was acknowledged.');
  return syncs < answered ? 0 : fail('The creates were not committed together.');
}

function fail(why: string): number {
  console.error(why);
  return 1;
}

function straceArguments(): string[] {
  const calls = 'trace=pwrite64,write,writev,fdatasync,fsync';
  // Strings as long as a page: an id is looked for in what is written.
  const options = ['-f', '--seccomp-bpf', '-y', '-s', '5000', '-e', calls, '-o', join(folder, 'trace')];
  return [...options, process.execPath, 'src/main.js'];
}

/** The address of the service, and its process: the signal is for it, and not for strace. */
async function ready({ stdout }: ChildProcess): Promise<{ url: string; pid: number }> {
  if (stdout === null) throw new Error('There is no output to read');
  for await (const line of createInterface(stdout)) {
    const entry = JSON.parse(line) as { message?: string; url?: string; pid?: number };
    if (entry.message === 'ready' && entry.url !== undefined) {
      stdout.resume();
      return { url: entry.url, pid: await tracedProcess() };
    }
  }
  throw new Error('The service did not start. May this user trace processes (strace true)?');
}

/** The process that strace runs: its id stands first in the trace. */
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
    if (response.status !== 201) throw new Error(`A create was answered ${response.status}`);
  }
}

function token(): Promise<string> {
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api' };
  const key = new TextEncoder().encode(secret);
  return issueToken(key, { ...names, sub: 'ada', scope: 'tasks:write', lifetimeSeconds: 600 });
}
