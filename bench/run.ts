// `npm run bench`: starts each subject in a separate process, loads the subjects from another process, and prints the cost of
// a request. docs/performance.md documents what is measured and how.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBudget } from './budget.ts';
import { subjects, serviceIn, tracedServices } from './subjects.ts';
import type { Subject } from './subjects.ts';
import { seedOf } from './databases.ts';
import { startRunner } from './runner.ts';
import type { Runner } from './runner.ts';
import type { OpenResult } from './load/loops.ts';
import { startGenerator } from './load/generator.ts';
import { residentMegabytes } from './measure/process-usage.ts';
import { startSubject } from './measure/subject-process.ts';
import { freePort } from '../tests/support/free-port.ts';
import { machine } from './measure/machine.ts';
import { pinToOtherProcessors } from './measure/cpu-affinity.ts';
import { median } from './measure/statistics.ts';
import { UsageError, help, readOptions } from './options.ts';
import { showProgress } from '../src/commands/progress.ts';
import { printInformation } from '../scripts/tools/arguments.ts';
import type { Options } from './options.ts';
import { pageCosts } from './page-costs.ts';
import { probeOf } from './request-plans.ts';
import { printProfile, profileArguments } from './profile.ts';
import { publish } from './publish.ts';
import { report } from './report.ts';
import type { Results } from './results.ts';
import { measureRounds } from './rounds.ts';
import { tokens } from './settings.ts';
import { printTlsCosts } from './tls-costs.ts';
import { startTraceSink } from './trace-sink.ts';

/** The requests per second of the open loop, which all subjects can sustain. */
const arrivals = [
  { plan: 'mix', rate: 2000 },
  { plan: 'read', rate: 500 },
] as const;
const arrivalSeconds = 3;
const arrivalRounds = 3;
const starts = 5;

async function main(options: Options): Promise<void> {
  if (options.tls) {
    await printTlsCosts(options);
    return;
  }
  const started = performance.now();
  const chosen = subjects.filter(({ name }) => options.only.includes(name));
  const others = options.compare === undefined ? [] : [serviceIn(options.compare)];
  const sink = options.traces ? await startTraceSink() : undefined;
  const traced = sink === undefined ? [] : tracedServices(sink.url);
  const entries = options.budget === undefined ? [...chosen, ...others, ...traced].filter(isReady) : [];
  const before = machine();
  pinToOtherProcessors(process.pid);
  const generator = startGenerator();
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const access = await tokens();
  const common = { generator, tokens: access, folder };
  const runners: Runner[] = [];
  try {
    const seed = (await seedOf(options.tasks)) ?? '';
    if (options.budget !== undefined) {
      await checkBudget({ ...common, seed }, options);
      return;
    }
    for (const subject of entries) {
      const start =
        options.profile && subject.name === 'service' ? { nodeOptions: profileArguments(folder) } : {};
      runners.push(await startRunner(subject, { ...common, seed, start }));
    }
    const figures: Record<string, Results['subjects'][string]['operations']> = {};
    const capable = options.operations.map(
      (operation) => runners.filter((runner) => runner.hasPlan(operation)).length,
    );
    const total = options.rounds * capable.reduce((sum, count) => sum + count, 0);
    const progress = showProgress({ name: 'Measuring', unit: 'samples', total });
    for (const operation of options.operations) {
      const measured = await measureRounds(runners, operation, options, () => {
        progress.advance(1);
      });
      for (const [name, sample] of measured) figures[name] = { ...figures[name], [operation]: sample };
    }
    progress.stop();
    const bySubject = Object.fromEntries(
      runners.map(({ name, subject: { title }, process: { pid } }) => [
        name,
        { title, operations: figures[name] ?? {}, residentMb: residentMegabytes(pid) },
      ]),
    );
    const latency = options.isFull ? await latencies(runners) : undefined;
    await Promise.all(runners.map((runner) => runner.process.stop()));
    const [service] = runners.filter(({ name }) => name === 'service');
    if (options.profile && service !== undefined) {
      const [operation] = options.operations;
      const cpu = operation && bySubject['service']?.operations[operation]?.cpu;
      printProfile(folder, { startMs: service.process.startMs, cpu });
    }
    const isService = options.only.includes('service');
    const results: Results = {
      machine: before,
      options,
      subjects: bySubject,
      latency,
      starts: options.isFull ? await startTimes(runners, folder, probeOf(seed, access)) : undefined,
      pages: options.isFull && isService ? await pageCosts(common, options) : undefined,
      seconds: Math.round((performance.now() - started) / 1000),
    };
    writeFileSync(options.output, `${JSON.stringify(results, null, 2)}\n`);
    console.log(`\n${report(results)}`);
    if (options.publish) publish(results);
  } finally {
    generator.stop();
    await Promise.all(runners.map((runner) => runner.process.stop()));
    sink?.stop();
    rmSync(folder, { recursive: true });
  }
}

function isReady(subject: Subject): boolean {
  const reason = subject.prepare();
  if (reason !== undefined) console.log(`Skipped ${subject.name}: ${reason}`);
  return reason === undefined;
}

/** The latencies at each rate: for each subject, those of the round with the median p99. */
async function latencies(runners: readonly Runner[]): Promise<NonNullable<Results['latency']>> {
  const results: Record<string, Record<string, OpenResult>> = {};
  for (const { plan, rate } of arrivals) {
    const rounds = new Map<string, OpenResult[]>();
    for (let round = 0; round < arrivalRounds; round += 1) {
      for (const runner of runners.filter((each) => each.hasPlan(plan))) {
        const result = await runner.sendAtRate(plan, rate, arrivalSeconds);
        rounds.set(runner.name, [...(rounds.get(runner.name) ?? []), result]);
      }
    }
    results[`${plan} at ${rate} per second`] = Object.fromEntries(
      [...rounds].flatMap(([name, all]) => {
        const middle = all.toSorted((one, other) => one.p99 - other.p99)[Math.floor(all.length / 2)];
        return middle === undefined ? [] : [[name, middle]];
      }),
    );
  }
  return results;
}

/** The time from the start of each subject, on its existing database, to its first response, in milliseconds. */
async function startTimes(
  runners: readonly Runner[],
  folder: string,
  probe: ReturnType<typeof probeOf>,
): Promise<Record<string, number>> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < starts; round += 1) {
    for (const { name, subject } of runners) {
      const database = join(folder, `${name}.db`);
      const again = await startSubject(subject, {
        name,
        port: await freePort(),
        database,
        folder,
        probe,
      });
      times.set(name, [...(times.get(name) ?? []), again.startMs]);
      await again.stop();
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)]));
}

printInformation(help);
try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof UsageError) console.error(`\n${help}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
