// Disturbs two instances of the service and their dependencies under load (`npm run check:chaos`). Each experiment has a
// hypothesis: what users see, which alerts fire and resolve, and that acknowledged changes persist. Measurements confirm or
// refute it. The alerts are those of observability/, evaluated by Prometheus in accelerated time.
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { nameOf } from '../observability/stack.ts';
import type { Sample, Stack } from '../observability/stack.ts';
import { print, printTable } from '../report.ts';
import { canBuild } from '../traces/go-programs.ts';
import type { Experiment } from './experiment.ts';
import { experiments } from './experiments.ts';
import { lostTasks, startLoad } from './load.ts';
import type { Load } from './load.ts';
import { startTestbed } from './testbed.ts';
import type { Testbed } from './testbed.ts';
import { outcomesOf, recoveryOf, refutations, seconds, slowestMs } from './verdict.ts';
import type { AlertMeasurements, Measurements } from './verdict.ts';

const usage =
  'npm run check:chaos -- [--long] [--only TEXT]...\n' +
  '  disturbs dependencies and processes, and compares the effects with hypotheses\n' +
  '  --long  runs all experiments, which takes about 10 minutes\n' +
  '  --only  runs the experiments whose name contains this text';
const { long, only } = readArguments(usage, {
  options: { long: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
}).values;

const chosen = experiments.filter(({ name, isLong = false }) =>
  only === undefined ? long || !isLong : only.some((text) => name.includes(text)),
);
if (chosen.length === 0) {
  console.error(`No experiment contains "${only?.join('" or "')}". The experiments are:`);
  for (const { name } of experiments) console.error(`  ${name}`);
  process.exit(2);
}
if (!canBuild('toxiproxy')) {
  console.log('Skipped chaos: Toxiproxy is compiled with Go, which is not installed');
  process.exit(0);
}

const maxFiringMs = 45_000;
const maxResolvingMs = 60_000;
const maxDeliveryMs = 60_000;
const minBaselineMs = 1500;
/** How long requests must succeed after a failure before an experiment ends. */
const calmMs = 1500;

interface Result {
  readonly experiment: Experiment;
  readonly skipped?: string;
  readonly measurements?: Measurements;
  readonly refuted: string[];
  /** The alerts of the hypothesis that could be evaluated. */
  readonly evaluated: readonly string[];
  readonly load?: Load;
}

const results: Result[] = [];
const testbed = await startTestbed();
try {
  print('Two instances are running with PostgreSQL, Redis, an issuer, a webhook receiver and a collector.');
  if (testbed.redis === undefined) print('Skipped Redis: redis-server is not installed');
  if (testbed.stack === undefined)
    print('The alerts are not evaluated: Prometheus or Alertmanager is not installed');
  for (const experiment of chosen) results.push(await run(testbed, experiment));
  await verifyEvents(testbed);
} finally {
  await testbed.stop();
}
printResults();

async function run(testbed: Testbed, experiment: Experiment): Promise<Result> {
  const { name, hypothesis, durationMs } = experiment;
  const setup = experiment.setup?.(testbed) ?? {};
  const skip = (skipped: string): Result => {
    print(`- ${name}: skipped, because ${skipped}`);
    return { experiment, skipped, refuted: [], evaluated: [] };
  };
  if (typeof setup === 'string') return skip(setup);
  print(name);
  await testbed.arrange(setup);
  const { targets = ['one', 'two'], timeoutMs = 30_000, hasWebhooks = true } = setup;
  const tag = `experiment-${results.length}`;
  const load = startLoad({
    ...{ users: testbed.users, targets, tag, timeoutMs },
    instance: (each) => testbed.instance(each),
  });
  try {
    const alerts = testbed.stack && watchAlerts(testbed.stack);
    await pause(minBaselineMs);
    // An alert that is already firing, because of a slow machine or the previous experiment, proves nothing.
    const evaluated = (await alerts?.quiet(hypothesis.alerts ?? [])) ?? [];
    const slowness = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
    const beganAt = performance.now();
    const end = await experiment.begin(testbed);
    if (typeof end === 'string') {
      await alerts?.stop();
      return skip(end);
    }
    await pause(durationMs);
    await alerts?.fire(evaluated);
    const endedAt = performance.now();
    await end();
    await untilCalm(load, endedAt + hypothesis.recoveryMs * slowness);
    const measuredAlerts = await alerts?.resolve(evaluated);
    await alerts?.stop();
    await load.stop();
    const { url } = testbed.instance(targets[0] ?? 'one');
    const losses = await lostTasks(url, tag, load.acknowledged);
    const measurements: Measurements = {
      during: load.attempts.filter(({ startedAt }) => startedAt >= beganAt && startedAt < endedAt),
      // Includes requests that began during the failure and ended after it.
      after: load.attempts.filter((attempt) => attempt.endedAt >= endedAt),
      ...{ beganAt, endedAt, alerts: measuredAlerts, losses, slowness },
    };
    const refuted = refutations({ ...hypothesis, alerts: evaluated }, measurements);
    print(`  ${outcomesOf(measurements.during)}; slowest request ${seconds(slowestMs(measurements.during))}`);
    for (const reason of refuted) print(`  ✗ ${reason}`);
    return { experiment, measurements, refuted, evaluated, ...(hasWebhooks && { load }) };
  } finally {
    await load.stop();
    await testbed.arrange({});
  }
}

/** Waits until all requests have succeeded for a while, and at least until the given time. */
async function untilCalm({ attempts }: Load, minEnd: number): Promise<void> {
  const giveUpAt = Math.max(minEnd, performance.now()) + maxResolvingMs;
  for (;;) {
    await pause(100);
    const now = performance.now();
    const hasFailed = attempts.some(
      ({ kind, outcome, endedAt }) =>
        endedAt > now - calmMs &&
        (kind === 'read' || kind === 'create') &&
        outcome !== 200 &&
        outcome !== 201,
    );
    const isActive = attempts.some(({ outcome, startedAt }) => startedAt > now - calmMs && outcome === 201);
    if ((!hasFailed && isActive) || now > giveUpAt) return;
  }
}

/** Records the alerts that begin to fire. */
function watchAlerts(stack: Stack) {
  const fired = new Map<string, string>();
  let firing = new Map<string, string>();
  let earlier: ReadonlySet<string> | undefined;
  let isOver = false;

  async function look(): Promise<void> {
    const samples: Sample[] = await stack.query('ALERTS{alertstate="firing"}').catch(() => []);
    firing = new Map(samples.map(({ metric }) => [nameOf(metric), metric['severity'] ?? '']));
    earlier ??= new Set(firing.keys());
    for (const [name, severity] of firing) if (!earlier.has(name)) fired.set(name, severity);
  }

  async function watch(): Promise<void> {
    while (!isOver) {
      await look();
      await pause(500);
    }
  }

  const watching = watch();

  async function until(isMet: () => boolean, milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!isMet() && performance.now() < end) await pause(200);
  }

  return {
    /**
     * Waits until none of these alerts is firing, and then ignores all alerts that have fired so far. After a timeout, some of
     * these alerts may still be firing. Returns the others.
     */
    async quiet(names: readonly string[]): Promise<string[]> {
      await until(() => earlier !== undefined && names.every((name) => !firing.has(name)), maxResolvingMs);
      earlier = new Set(firing.keys());
      fired.clear();
      return names.filter((name) => !firing.has(name));
    },
    fire: (names: readonly string[]) => until(() => names.every((name) => fired.has(name)), maxFiringMs),
    async resolve(names: readonly string[]): Promise<AlertMeasurements> {
      await until(() => names.every((name) => !firing.has(name)), maxResolvingMs);
      return {
        fired: [...fired].map(([name, severity]) => ({ name, severity })),
        unresolved: names.filter((name) => firing.has(name)),
      };
    },
    async stop(): Promise<void> {
      isOver = true;
      await watching;
    },
  };
}

/** Waits until the receiver has been notified of all acknowledged tasks. */
async function verifyEvents(testbed: Testbed): Promise<void> {
  const missing = ({ experiment, measurements, load }: Result): number =>
    (load?.acknowledged ?? []).filter(({ id, instance, at }) => {
      const isLate =
        instance === experiment.hypothesis.delaysEventsOf &&
        measurements !== undefined &&
        at >= measurements.beganAt &&
        at <= measurements.endedAt;
      return !isLate && !testbed.notified().has(id);
    }).length;
  const end = performance.now() + maxDeliveryMs;
  while (results.some((result) => missing(result) > 0) && performance.now() < end) await pause(200);
  for (const result of results) {
    const count = missing(result);
    if (count > 0) result.refuted.push(`${count} events did not arrive`);
  }
}

/** The longest time from a task's acknowledgment to its event. */
function slowestEvent({ load }: Result): string {
  if (load === undefined) return '';
  const delays = load.acknowledged.flatMap(({ id, at }) => {
    const notifiedAt = testbed.notified().get(id);
    return notifiedAt === undefined ? [] : [notifiedAt - at];
  });
  return seconds(Math.max(0, ...delays));
}

/** The expected alerts. Alerts that could not be evaluated are in parentheses. */
function alertsOf({ experiment, measurements, evaluated }: Result): string {
  if (measurements === undefined) return '';
  const { alerts = [] } = experiment.hypothesis;
  if (measurements.alerts === undefined) return alerts.length === 0 ? '' : 'not evaluated';
  return alerts.map((name) => (evaluated.includes(name) ? name : `(${name})`)).join(', ');
}

function printResults(): void {
  const rows = results.map((result) => {
    const { experiment, skipped, measurements, refuted, load } = result;
    return [
      experiment.name,
      skipped !== undefined ? 'skipped' : refuted.length === 0 ? 'confirmed' : 'REFUTED',
      measurements === undefined ? '' : outcomesOf(measurements.during),
      measurements === undefined ? '' : seconds(slowestMs(measurements.during)),
      measurements === undefined ? '' : seconds(recoveryOf(measurements)),
      alertsOf(result),
      measurements === undefined ? '' : String(load?.acknowledged.length ?? ''),
      slowestEvent(result),
    ];
  });
  const header = [
    'experiment',
    'verdict',
    'during the failure',
    'slowest',
    'recovery',
    'alerts',
    'created',
    'slowest event',
  ];
  printTable([header, ...rows]);
  for (const { experiment, refuted } of results.filter((result) => result.refuted.length > 0)) {
    console.error(`✗ ${experiment.name}\n  Hypothesis: ${experiment.hypothesis.text}.`);
    for (const reason of refuted) console.error(`  - ${reason}`);
    process.exitCode = 1;
  }
  for (const { experiment, skipped } of results)
    if (skipped !== undefined) console.log(`Skipped ${experiment.name}: ${skipped}`);
  const failed = results.filter(({ refuted }) => refuted.length > 0).length;
  const skipped = results.filter((result) => result.skipped !== undefined).length;
  print(`${results.length - failed - skipped} hypotheses confirmed, ${failed} refuted, ${skipped} skipped`);
}
