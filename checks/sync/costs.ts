// Measures what synchronization costs (`npm run check:sync-costs`): single creates by one user and batches on both
// engines, and 5,000 requests that wait for changes. Fails if a target is missed.
import { Agent, request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startGenerator } from '../../bench/load/generator.ts';
import type { Generator } from '../../bench/load/generator.ts';
import { cpuMicroseconds } from '../../bench/measure/process-usage.ts';
import { median } from '../../bench/measure/statistics.ts';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { startProcess, temporaryFolder, tokenOf } from '../scale/service.ts';
import type { ServiceProcess } from '../scale/service.ts';

readArguments(
  'npm run check:sync-costs -- [--help | --version]\n  measures creates and batches on both engines, and 5,000 waiting requests',
  {},
);

const targets = {
  /** The service's CPU time per create on PostgreSQL, on an idle machine. */
  createMicroseconds: 300,
  /** The rate of creates on PostgreSQL, as a share of the rate on SQLite. */
  rateShare: 1 / 3,
  /** The CPU time of a create in a batch, as a share of that of a single create on one connection. */
  batchShare: 1 / 4,
  waitingMb: 100,
  /**
   * The share of a processor that waiting requests add to an idle service. It is not zero, because the service checks each
   * connection for slow readers.
   */
  waitingCpu: 0.03,
};
const connections = 32;
const batchSize = 100;
const rounds = 5;
const seconds = 1;
const warmUpSeconds = 5;
const waiting = 5000;
/** The pause before the measurement. During it, V8 collects the garbage that opening the requests left. */
const settlingSeconds = 5;
/** The CPU share of a process is the median of this many periods, because a garbage collection distorts its period. */
const cpuPeriods = 5;
const cpuPeriodSeconds = 2;

const task = {
  title: 'Order the plants for floor 12',
  description: 'Six of them, and the pots.',
  priority: 'high',
  dueAt: '2030-03-09T00:00:00.000Z',
  tags: ['office', 'plants'],
};
const operations = Array.from({ length: batchSize }, () => ({ type: 'create', task }));
const errors: string[] = [];

function expectBelow(what: string, value: number, target: number): void {
  if (value > target) errors.push(`${what}: ${value.toFixed(3)}, but the target is ${target.toFixed(3)}`);
}

/** CPU microseconds of the service for each created task, and tasks per second. */
interface Cost {
  readonly cpu: number;
  readonly perSecond: number;
}

/**
 * Prepares the load generator for a request. One response shows which status and length to expect. Returns the function that
 * measures a round.
 */
async function plan(
  generator: Generator,
  { url, token, pid }: ServiceProcess,
  [path, body]: readonly [path: string, body: object],
  tasks: number,
  connections: number,
): Promise<(duration: number) => Promise<Cost>> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const content = JSON.stringify(body);
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: content });
  const key = `${url}${path}`;
  const { length } = await response.text();
  await generator.plan(key, [
    { method: 'POST', path, headers, content, status: response.status, body: length },
  ]);
  return async (duration) => {
    const before = cpuMicroseconds(pid);
    const result = await generator.runClosedLoop(key, Number(new URL(url).port), connections, duration);
    const created = result.requests * tasks;
    return { cpu: (cpuMicroseconds(pid) - before) / created, perSecond: created / result.seconds };
  };
}

/** Measures the services alternately, so that other load on the machine affects all of them. Returns medians. */
async function measureWrites(
  services: Readonly<Record<string, ServiceProcess>>,
): Promise<Record<string, Cost>> {
  const generator = startGenerator();
  try {
    const measured: { name: string; run: (duration: number) => Promise<Cost>; samples: Cost[] }[] = [];
    for (const [engine, service] of Object.entries(services)) {
      const single = ['/tasks', task] as const;
      const batch = ['/tasks/batch', { operations }] as const;
      for (const [what, run] of [
        [`${connections} connections`, await plan(generator, service, single, 1, connections)],
        ['one connection', await plan(generator, service, single, 1, 1)],
        ['batches', await plan(generator, service, batch, batchSize, 1)],
      ] as const) {
        measured.push({ name: `${engine}, ${what}`, run, samples: [] });
      }
    }
    for (const { run } of measured) await run(warmUpSeconds);
    for (let round = 0; round < rounds; round += 1) {
      for (const { run, samples } of measured) samples.push(await run(seconds));
    }
    return Object.fromEntries(
      measured.map(({ name, samples }) => [
        name,
        {
          cpu: median(samples.map(({ cpu }) => cpu)),
          perSecond: median(samples.map(({ perSecond }) => perSecond)),
        },
      ]),
    );
  } finally {
    generator.stop();
  }
}

async function writes(folder: string): Promise<void> {
  const cluster = await startCluster({ settings: [] });
  const unlimited = { QUOTA_TASKS: '100000000', QUOTA_STORED_MB: '1000000' };
  const services: Record<string, ServiceProcess> = {};
  try {
    services['SQLite'] = await startProcess(join(folder, 'tasks.db'), await freePort(), unlimited);
    services['PostgreSQL'] = await startProcess('', await freePort(), {
      ...unlimited,
      DATABASE_URL: cluster.url,
    });
    const costs = await measureWrites(services);
    console.log(`${''.padEnd(28)}  CPU µs per task  tasks per second`);
    for (const [name, { cpu, perSecond }] of Object.entries(costs)) {
      console.log(`${name.padEnd(28)}${cpu.toFixed(0).padStart(17)}${perSecond.toFixed(0).padStart(18)}`);
    }
    const of = (name: string): Cost => costs[name] as Cost;
    for (const engine of Object.keys(services)) {
      const share = of(`${engine}, batches`).cpu / of(`${engine}, one connection`).cpu;
      expectBelow(
        `CPU of a create in a batch on ${engine}, relative to a single create`,
        share,
        targets.batchShare,
      );
    }
    const [sqlite, postgres] = ['SQLite', 'PostgreSQL'].map((engine) =>
      of(`${engine}, ${connections} connections`),
    );
    if (sqlite === undefined || postgres === undefined) return;
    expectBelow('CPU of a create on PostgreSQL in µs', postgres.cpu, targets.createMicroseconds);
    const slowness = sqlite.perSecond / postgres.perSecond;
    expectBelow('Rate of creates on SQLite, relative to PostgreSQL', slowness, 1 / targets.rateShare);
  } finally {
    for (const service of Object.values(services)) await service.stop();
    await cluster.remove();
  }
}

/** Sends requests that do not wait, so that memory that a process allocates for its first requests is not counted. */
async function warmUp({ url, token }: ServiceProcess): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  for (let n = 0; n < waiting; n += 1) await (await fetch(`${url}/changes`, { headers })).arrayBuffer();
}

/** Opens waiting requests for many users, each on a separate connection. Resolves when all requests wait. */
async function openWaiting(
  service: ServiceProcess,
  users: readonly string[],
  agent: Agent,
): Promise<ClientRequest[]> {
  const requests = Array.from({ length: waiting }, (_, index) => {
    const headers = { Authorization: `Bearer ${users[index % users.length]}` };
    const sent = request(`${service.url}/changes?wait=30`, { agent, headers }, (response) =>
      response.resume(),
    );
    // Ignores the error when the measurement ends and destroys the connection.
    sent.on('error', () => undefined);
    sent.end();
    return sent;
  });
  const gauge = new RegExp(`^long_polls ${waiting}$`, 'm');
  const deadline = performance.now() + 25_000;
  while (!gauge.test(await (await fetch(`${service.url}/metrics`)).text())) {
    if (performance.now() > deadline)
      throw new Error(`Fewer than ${waiting} requests waited at the same time`);
    await pause(100);
  }
  return requests;
}

/** Measures the share of a processor that a service without new requests uses. */
async function cpuShare(service: ServiceProcess): Promise<number> {
  const shares: number[] = [];
  for (let period = 0; period < cpuPeriods; period += 1) {
    const [before, startedAt] = [await service.cpu(), performance.now()];
    await pause(cpuPeriodSeconds * 1000);
    shares.push(((await service.cpu()) - before) / (performance.now() - startedAt));
  }
  return median(shares);
}

async function longPolls(folder: string): Promise<void> {
  const service = await startProcess(join(folder, 'waiting.db'), await freePort(), {
    MAX_LONG_POLLS: String(waiting),
    MAX_CONNECTIONS: String(2 * waiting),
    MAX_CONNECTIONS_PER_ADDRESS: String(2 * waiting),
    RATE_LIMIT_NETWORK_REQUESTS: '1000000',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  try {
    const users = await Promise.all(Array.from({ length: 250 }, (_, index) => tokenOf(`waiting-${index}`)));
    await warmUp(service);
    const idleCpu = await cpuShare(service);
    const before = await service.memory();
    const requests = await openWaiting(service, users, agent);
    const memory = (await service.memory()) - before;
    await pause(settlingSeconds * 1000);
    const waitingCpu = (await cpuShare(service)) - idleCpu;
    console.log(
      `\n${waiting} waiting requests: ${memory.toFixed(0)} MB, ${(100 * waitingCpu).toFixed(1)}% of a processor while they wait`,
    );
    expectBelow('Memory of the waiting requests in MB', memory, targets.waitingMb);
    expectBelow('Share of a processor that waiting requests use', waitingCpu, targets.waitingCpu);
    for (const each of requests) each.destroy();
  } finally {
    agent.destroy();
    await service.stop();
  }
}

const { folder, remove } = await temporaryFolder();
try {
  await writes(folder);
  await longPolls(folder);
} finally {
  await remove();
}
for (const error of errors) console.error(`Target missed: ${error}`);
if (errors.length > 0) process.exitCode = 1;
