// Measures the time from the start of the service to its first response on an existing database, and its memory after
// 200,000 mixed requests. Fails if a target is missed (`npm run check:soak`).
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { startProcess, temporaryFolder } from './service.ts';
import type { ServiceProcess } from './service.ts';
import { readArguments } from '../../scripts/tools/arguments.ts';

readArguments(
  'npm run check:soak -- [--help | --version]\n  measures start-up and memory over 200,000 requests',
  {},
);

const targets = { startMs: 700, memoryMb: 200, growth: 1.05 };
const starts = 5;
const requests = 200_000;
const connections = 16;
const samples = 20;

const agent = new Agent({ keepAlive: true, maxSockets: connections });

interface Reply {
  readonly status: number;
  readonly text: string;
}

function send(service: ServiceProcess, method: string, path: string, body?: unknown): Promise<Reply> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    Authorization: `Bearer ${service.token}`,
    ...(content === undefined
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(content) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${service.url}${path}`, { agent, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    sent.on('error', reject);
    sent.end(content);
  });
}

/** Sends the n-th request of the mix: mostly reads, some invalid requests, and as many deletes as creates. */
async function mixed(service: ServiceProcess, ids: string[], n: number): Promise<void> {
  const id = ids[n % ids.length] ?? '';
  const kinds: [expected: number, () => Promise<Reply>][] = [
    [200, () => send(service, 'GET', `/tasks/${id}`)],
    [200, () => send(service, 'GET', '/tasks')],
    [200, () => send(service, 'GET', `/tasks/${id}`)],
    [200, () => send(service, 'GET', '/tasks?status=pending&q=water')],
    [200, () => send(service, 'PATCH', `/tasks/${id}`, { description: `Changed by request ${n}` })],
    [422, () => send(service, 'POST', '/tasks', { title: '', priority: n })],
    [200, () => send(service, 'GET', '/summary')],
    [404, () => send(service, 'GET', `/tasks/019cadd4-c134-7b2e-9c41-${String(n).padStart(12, '0')}`)],
    [422, () => send(service, 'GET', `/tasks?random${n}=1`)],
    [201, () => send(service, 'POST', '/tasks', { title: `Water plant ${n}`, tags: ['soak'] })],
  ];
  const [expected, kind] = kinds[n % kinds.length] ?? [];
  const reply = await kind?.();
  if (reply?.status !== expected)
    throw new Error(`Request ${n} returned ${reply?.status} instead of ${expected}: ${reply?.text}`);
  if (expected === 201 && reply !== undefined) {
    const { id: createdId } = JSON.parse(reply.text) as { id: string };
    await send(service, 'DELETE', `/tasks/${createdId}`);
  }
}

const { folder, remove } = await temporaryFolder();
const database = join(folder, 'tasks.db');
const port = 5900 + (process.pid % 90);
try {
  const times: number[] = [];
  for (let n = 0; n <= starts; n += 1) {
    const service = await startProcess(database, port);
    // The first start creates the database and is not counted.
    if (n > 0) times.push(service.startMs);
    await service.stop();
  }
  console.log(
    `Start to first response: ${times.map((time) => time.toFixed(0)).join(', ')} ms (target: ${targets.startMs} on an idle machine)`,
  );

  const service = await startProcess(database, port);
  const ids: string[] = [];
  for (let n = 0; n < 100; n += 1) {
    const { text } = await send(service, 'POST', '/tasks', { title: `Water plant ${n}` });
    ids.push((JSON.parse(text) as { id: string }).id);
  }
  const memory: number[] = [];
  let next = 0;
  for (let sample = 1; sample <= samples; sample += 1) {
    const end = (requests / samples) * sample;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (next < end) await mixed(service, ids, next++);
      }),
    );
    memory.push(await service.memory());
  }
  console.log(`CPU per request: ${(((await service.cpu()) / requests) * 1000).toFixed(0)} µs`);
  console.log(
    `Memory every ${requests / samples} requests: ${memory.map((mb) => mb.toFixed(0)).join(', ')} MB`,
  );
  await service.stop();

  // In the first half, SQLite fills its page cache, and V8 runs its first full garbage collection. After that, the memory
  // fluctuates, so the maxima of the last two quarters are compared.
  const max = (from: number, to: number): number => Math.max(...memory.slice(from, to));
  const growth = max((3 * samples) / 4, samples) / max(samples / 2, (3 * samples) / 4);
  const misses = [
    ...(max(0, samples) > targets.memoryMb ? [`memory above ${targets.memoryMb} MB`] : []),
    ...(growth > targets.growth ? [`memory grew by a factor of ${growth.toFixed(2)}`] : []),
  ];
  for (const what of misses) console.error(`Target missed: ${what}`);
  if (misses.length > 0) process.exitCode = 1;
} finally {
  agent.destroy();
  await remove();
}
