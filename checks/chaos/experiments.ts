// The experiments. `experiment.ts` explains their fields. By default, one experiment runs for each effect on users. `--long`
// runs all experiments.
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../src/database/error-code.ts';
import type { Experiment } from './experiment.ts';
import { faketime } from './testbed.ts';
import type { InstanceName, Setup, Testbed } from './testbed.ts';
import type { Toxic } from './toxiproxy.ts';

type Dependency = 'postgres' | 'redis' | 'issuer' | 'receiver' | 'collector';

const latency = (milliseconds: number, jitter = 0): Toxic => ({
  type: 'latency',
  attributes: { latency: milliseconds, jitter },
});
const blackHole: Toxic = { type: 'timeout', attributes: { timeout: 0 } };
const reset: Toxic = { type: 'reset_peer', attributes: { timeout: 0 } };
const slowClose: Toxic = { type: 'slow_close', attributes: { delay: 2000 } };
const bandwidth = (kilobytesPerSecond: number): Toxic => ({
  type: 'bandwidth',
  attributes: { rate: kilobytesPerSecond },
});

/** Disturbs the connections to a dependency. */
function disturb(dependency: Dependency, toxic: Toxic): Experiment['begin'] {
  return async (testbed) => {
    const proxy = testbed[dependency];
    if (proxy === undefined) return `${dependency} is not installed`;
    await proxy.disturb(toxic);
    return () => proxy.restore();
  };
}

function refuse(dependency: Dependency): Experiment['begin'] {
  return async (testbed) => {
    const proxy = testbed[dependency];
    if (proxy === undefined) return `${dependency} is not installed`;
    await proxy.refuse();
    return () => proxy.restore();
  };
}

/** Repeatedly pauses a process for `stoppedMs` and lets it run for `runningMs`. */
function throttle(pid: number, stoppedMs: number, runningMs: number): () => Promise<void> {
  let timer: NodeJS.Timeout;
  const run = (): void => {
    process.kill(pid, 'SIGCONT');
    timer = setTimeout(stop, runningMs);
  };
  const stop = (): void => {
    process.kill(pid, 'SIGSTOP');
    timer = setTimeout(run, stoppedMs);
  };
  stop();
  return async () => {
    clearTimeout(timer);
    process.kill(pid, 'SIGCONT');
  };
}

const clockFile = ({ folder }: Testbed): string => join(folder, 'clock');

function fakedClock(testbed: Testbed): Setup | string {
  if (faketime === undefined) return 'faketime is not installed';
  writeFileSync(clockFile(testbed), '+0');
  const environment = {
    LD_PRELOAD: faketime,
    FAKETIME_TIMESTAMP_FILE: clockFile(testbed),
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  return { environments: { two: environment } };
}

/** Sets the clock of the second instance. */
function setClock(offset: string): Experiment['begin'] {
  return async (testbed) => {
    writeFileSync(clockFile(testbed), offset);
    return async () => {
      writeFileSync(clockFile(testbed), '+0');
    };
  };
}

const MAX_TEXT = 4000;

/** Sends large requests and reads large responses, a few at a time, until the returned function is called. */
function sendLargeRequests(testbed: Testbed, name: InstanceName): () => Promise<void> {
  let isOver = false;
  let batches = 0;
  const user = testbed.heavyUser;
  const tasks = Array.from({ length: 100 }, () => ({
    type: 'create',
    task: { title: 'Large', description: 'a'.repeat(MAX_TEXT) },
  }));
  const headers = { Authorization: `Bearer ${user.token}`, 'Content-Type': 'application/json' };
  const send = async (path: string, init: RequestInit): Promise<boolean> => {
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(`${testbed.instance(name).url}${path}`, { ...init, headers, signal });
    await response.arrayBuffer();
    return response.ok;
  };
  // One write at a time: concurrent writes of one user wait for each other, and some would time out with a 503.
  const write = async (): Promise<void> => {
    const body = JSON.stringify({ operations: tasks });
    while (!isOver) if (await send('/tasks/batch', { method: 'POST', body })) batches += 1;
  };
  const read = async (): Promise<void> => {
    while (!isOver) await send('/tasks?limit=100', {});
  };
  const clients = [write(), ...Array.from({ length: 8 }, read)];
  return async () => {
    isOver = true;
    await Promise.all(clients);
    if (batches === 0) throw new Error('No large request succeeded');
  };
}

const database = {
  blackHole: {
    text: 'Requests return 503 within 15 s; the instances become unready, and recover when data flows again',
    failures: [503],
    maxMs: 15_000,
    recoveryMs: 15_000,
    isReady: false,
    alerts: ['NotReady', 'AvailabilityBudgetBurn 1h'],
  },
  failing: {
    text: 'Requests return 503 immediately; the instances become unready, and recover within seconds',
    failures: [503],
    maxMs: 5000,
    recoveryMs: 5000,
    isReady: false,
    alerts: ['NotReady', 'AvailabilityBudgetBurn 1h'],
  },
} as const;

const unaffected = { maxMs: 3000, recoveryMs: 0 } as const;

export const experiments: readonly Experiment[] = [
  {
    name: 'PostgreSQL: latency of 60 ± 30 ms',
    hypothesis: {
      text: 'All requests succeed, but more slowly, and the latency objective raises an alert',
      ...{ maxMs: 5000, recoveryMs: 0, alerts: ['LatencyBudgetBurn 1h'] },
    },
    durationMs: 4000,
    begin: disturb('postgres', latency(60, 30)),
  },
  {
    name: 'PostgreSQL: black hole',
    hypothesis: database.blackHole,
    durationMs: 14_000,
    begin: disturb('postgres', blackHole),
  },
  {
    name: 'PostgreSQL: connections are reset',
    hypothesis: database.failing,
    durationMs: 4000,
    begin: disturb('postgres', reset),
  },
  {
    name: 'PostgreSQL: connections are refused',
    ...{ isLong: true, hypothesis: database.failing, durationMs: 4000, begin: refuse('postgres') },
  },
  {
    name: 'PostgreSQL: each connection ends after 100 kB',
    isLong: true,
    hypothesis: {
      text: 'Most requests succeed, and those whose connection ends return 503',
      ...{ possibleFailures: [503], minSuccess: 0.8, maxMs: 5000, recoveryMs: 5000 },
      isReady: 'either',
      alerts: ['AvailabilityBudgetBurn 1h'],
    },
    durationMs: 6000,
    begin: disturb('postgres', { type: 'limit_data', attributes: { bytes: 100_000 } }),
  },
  {
    name: 'PostgreSQL: slow close',
    isLong: true,
    hypothesis: { text: 'Users are not affected', ...unaffected },
    durationMs: 4000,
    begin: disturb('postgres', slowClose),
  },
  {
    name: 'PostgreSQL: 20 kB/s',
    isLong: true,
    hypothesis: {
      text: 'All requests succeed, but more slowly',
      ...{ maxMs: 8000, recoveryMs: 0, alerts: ['LatencyBudgetBurn 1h'] },
    },
    durationMs: 6000,
    begin: disturb('postgres', bandwidth(20)),
  },
  {
    name: 'Redis: black hole',
    hypothesis: {
      text: 'All requests succeed; the first ones wait 0.5 s, and then each instance counts its own requests',
      ...{ maxMs: 2500, recoveryMs: 0, alerts: ['RateLimitsNotShared'] },
    },
    durationMs: 4000,
    begin: disturb('redis', blackHole),
  },
  {
    name: 'Redis: latency of 100 ± 50 ms',
    isLong: true,
    hypothesis: { text: 'All requests succeed, delayed by about this latency', maxMs: 3000, recoveryMs: 0 },
    durationMs: 4000,
    begin: disturb('redis', latency(100, 50)),
  },
  {
    name: 'Redis: connections are reset',
    isLong: true,
    hypothesis: {
      text: 'All requests succeed, and each instance counts its own requests',
      ...{ ...unaffected, alerts: ['RateLimitsNotShared'] },
    },
    durationMs: 4000,
    begin: disturb('redis', reset),
  },
  {
    name: 'Redis: slow close',
    isLong: true,
    hypothesis: { text: 'Users are not affected', ...unaffected },
    durationMs: 4000,
    begin: disturb('redis', slowClose),
  },
  {
    name: 'Redis: 5 kB/s',
    isLong: true,
    hypothesis: { text: 'All requests succeed', maxMs: 4000, recoveryMs: 0 },
    durationMs: 4000,
    begin: disturb('redis', bandwidth(5)),
  },
  {
    name: 'issuer: black hole, until the cached keys expire',
    hypothesis: {
      text: 'No request waits for the issuer, and cached keys stay in use',
      ...{ maxMs: 2500, recoveryMs: 0, alerts: ['TokenIssuerUnreachable'] },
    },
    // The service uses cached keys for 30 seconds.
    durationMs: 32_000,
    begin: disturb('issuer', blackHole),
  },
  {
    name: 'issuer: connections are reset',
    isLong: true,
    hypothesis: {
      text: 'All requests succeed with the cached keys',
      ...{ ...unaffected, alerts: ['TokenIssuerUnreachable'] },
    },
    durationMs: 32_000,
    begin: disturb('issuer', reset),
  },
  {
    name: 'issuer: latency of 2 s',
    isLong: true,
    hypothesis: { text: 'No request waits for the issuer', maxMs: 1800, recoveryMs: 0 },
    durationMs: 32_000,
    begin: disturb('issuer', latency(2000)),
  },
  {
    name: 'issuer: 1 kB/s and slow close',
    isLong: true,
    hypothesis: { text: 'Users are not affected', ...unaffected },
    durationMs: 32_000,
    begin: async (testbed) => {
      await testbed.issuer.disturb(bandwidth(1));
      await testbed.issuer.disturb(slowClose);
      return () => testbed.issuer.restore();
    },
  },
  {
    name: 'webhook receiver: connections are reset',
    hypothesis: { text: 'Users are not affected, and events arrive later', ...unaffected },
    durationMs: 5000,
    begin: disturb('receiver', reset),
  },
  {
    name: 'webhook receiver: black hole',
    isLong: true,
    hypothesis: { text: 'Users are not affected, and events arrive later', ...unaffected },
    durationMs: 8000,
    begin: disturb('receiver', blackHole),
  },
  {
    name: 'webhook receiver: latency of 1 s',
    isLong: true,
    hypothesis: { text: 'Users are not affected, and events arrive later', ...unaffected },
    durationMs: 6000,
    begin: disturb('receiver', latency(1000, 500)),
  },
  {
    name: 'webhook receiver: 1 kB/s and slow close',
    isLong: true,
    hypothesis: { text: 'Users are not affected, and events arrive later', ...unaffected },
    durationMs: 6000,
    begin: async (testbed) => {
      await testbed.receiver.disturb(bandwidth(1));
      await testbed.receiver.disturb(slowClose);
      return () => testbed.receiver.restore();
    },
  },
  {
    name: 'collector: black hole',
    hypothesis: { text: 'Users are not affected; spans are dropped', ...unaffected },
    durationMs: 5000,
    begin: disturb('collector', blackHole),
  },
  {
    name: 'collector: connections are reset',
    isLong: true,
    hypothesis: { text: 'Users are not affected; spans are dropped', ...unaffected },
    durationMs: 5000,
    begin: disturb('collector', reset),
  },
  {
    name: 'collector: latency of 2 s and 5 kB/s',
    isLong: true,
    hypothesis: { text: 'Users are not affected; spans are dropped', ...unaffected },
    durationMs: 6000,
    begin: async (testbed) => {
      await testbed.collector.disturb(latency(2000));
      await testbed.collector.disturb(bandwidth(5));
      return () => testbed.collector.restore();
    },
  },
  {
    name: 'one of two instances is frozen',
    hypothesis: {
      text: 'Requests to the frozen instance get no response; the other instance serves all requests except writes that wait for a transaction of the frozen instance',
      failures: ['lost'],
      possibleFailures: [503],
      only: 'two',
      maxMs: 2500,
      recoveryMs: 2500,
      alerts: ['TargetDown'],
    },
    // A load balancer or a careful client has a similar timeout.
    setup: () => ({ timeoutMs: 2000 }),
    durationMs: 5000,
    begin: async (testbed) => {
      const { pid } = testbed.instance('two');
      process.kill(pid, 'SIGSTOP');
      return async () => {
        process.kill(pid, 'SIGCONT');
      };
    },
  },
  {
    name: 'the clock of one instance jumps 30 minutes ahead and back',
    hypothesis: {
      text: 'All requests succeed, and tasks keep their order; events wait until the clock is correct again',
      ...{ ...unaffected, delaysEventsOf: 'two' },
    },
    setup: fakedClock,
    durationMs: 4000,
    begin: setClock('+1800'),
  },
  {
    name: 'the clock of one instance jumps 30 minutes back',
    isLong: true,
    hypothesis: {
      text: 'This instance returns 401 for tokens that it has not verified before and that were issued after its own time; tasks keep the order of their creation',
      ...{ possibleFailures: [401], minSuccess: 0.4, maxMs: 3000, recoveryMs: 1000 },
    },
    setup: fakedClock,
    durationMs: 4000,
    begin: setClock('-1800'),
  },
  {
    name: 'the disk of an SQLite database is full',
    hypothesis: {
      text: 'Reads succeed; creates return 503, and succeed again when the disk has free space',
      failures: [503],
      minSuccess: 0.2,
      maxMs: 3000,
      recoveryMs: 5000,
      alerts: ['DiskAlmostFull', 'AvailabilityBudgetBurn 1h'],
    },
    setup: (testbed) => {
      const disk = testbed.smallDisk();
      if (disk === undefined) return 'this user cannot mount a disk';
      const environment = { DATABASE_URL: `sqlite:${join(disk, 'tasks.db')}` };
      return { environments: { one: environment }, targets: ['one'], hasWebhooks: false };
    },
    durationMs: 4000,
    begin: async (testbed) => {
      const disk = testbed.smallDisk() ?? '';
      const ballast = join(disk, 'ballast');
      const { bavail, bsize } = statfsSync(disk);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch (error) {
        // The service wrote in the meantime, so the disk filled up earlier.
        if (errorCode(error) !== 'ENOSPC') throw error;
      }
      return async () => {
        rmSync(ballast);
      };
    },
  },
  {
    name: 'an instance with 64 MB of memory gets large requests',
    isLong: true,
    hypothesis: {
      text: 'Requests succeed, but more slowly, and the process survives',
      maxMs: 8000,
      recoveryMs: 0,
    },
    setup: () => ({ environments: { two: { NODE_OPTIONS: '--max-old-space-size=64' } } }),
    durationMs: 8000,
    begin: async (testbed) => sendLargeRequests(testbed, 'two'),
  },
  {
    name: 'the instances get a fifth of a CPU',
    isLong: true,
    hypothesis: {
      text: 'Requests succeed, but more slowly, and the event-loop lag raises an alert; a scrape may time out',
      ...{ maxMs: 10_000, recoveryMs: 0, alerts: ['EventLoopLagging', 'LatencyBudgetBurn 1h'] },
      possibleAlerts: ['TargetDown'],
    },
    durationMs: 8000,
    begin: async (testbed) => {
      const ends = (['one', 'two'] as const).map((name) => throttle(testbed.instance(name).pid, 200, 50));
      return async () => {
        for (const end of ends) await end();
      };
    },
  },
];
