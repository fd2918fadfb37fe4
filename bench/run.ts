// `npm run bench`: starts the contenders, each as a process of its own, loads them in turns from another, and prints
// what a request costs each. docs/performance.md says what is measured and how.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBudget } from './budget.ts';
import { contenders, serviceIn } from './contenders.ts';
import type { Contender } from './contenders.ts';
import { seedOf } from './data.ts';
import { enter } from './field.ts';
import type { Runner } from './field.ts';
import type { OpenResult } from './load/loops.ts';
import { startGenerator } from './load/generator.ts';
import { residentMegabytes } from './measure/accounting.ts';
import { startContender } from './measure/contender-process.ts';
import { freePort } from '../tests/support/free-port.ts';
import { machine } from './measure/machine.ts';
import { pinElsewhere } from './measure/processors.ts';
import { median } from './measure/statistics.ts';
import { help, readOptions } from './options.ts';
import type { Options } from './options.ts';
import { pageCosts } from './pages.ts';
import { probeOf } from './plans.ts';
import { printProfile, profileArguments } from './profile.ts';
import { publish } from './publish.ts';
import { report } from './report.ts';
import type { Results } from './report.ts';
import { inTurns } from './rounds.ts';
import { tokens } from './settings.ts';

/** Rates that a contender of each kind can stand. */
const arrivals = [
  { plan: 'mix', rate: 2000 },
  { plan: 'read', rate: 500 },
] as const;
const arrivalSeconds = 3;
const arrivalRounds = 3;
const starts = 5;

async function main(options: Options): Promise<void> {
  const started = performance.now();
  const chosen = contenders.filter(({ name }) => options.only.includes(name));
  const others = options.beside === undefined ? [] : [serviceIn(options.beside)];
  const entering = options.budget === undefined ? [...chosen, ...others].filter(isReady) : [];
  const before = machine();
  pinElsewhere(process.pid);
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
    for (const contender of entering) {
      const start =
        options.profile && contender.name === 'service' ? { nodeOptions: profileArguments(folder) } : {};
      runners.push(await enter(contender, { ...common, seed, start }));
    }
    const figures: Record<string, Results['contenders'][string]['operations']> = {};
    for (const operation of options.operations) {
      for (const [name, sample] of await inTurns(runners, operation, options)) {
        figures[name] = { ...figures[name], [operation]: sample };
      }
    }
    const byContender = Object.fromEntries(
      runners.map(({ name, contender: { title }, process: { pid } }) => [
        name,
        { title, operations: figures[name] ?? {}, residentMb: residentMegabytes(pid) },
      ]),
    );
    const latency = options.isWhole ? await latencies(runners) : undefined;
    await Promise.all(runners.map((runner) => runner.process.stop()));
    const [service] = runners.filter(({ name }) => name === 'service');
    if (options.profile && service !== undefined) {
      const [operation] = options.operations;
      const cpu = operation && byContender['service']?.operations[operation]?.cpu;
      printProfile(folder, { startMs: service.process.startMs, cpu });
    }
    const isService = options.only.includes('service');
    const results: Results = {
      machine: before,
      options,
      contenders: byContender,
      latency,
      starts: options.isWhole ? await startTimes(runners, folder, probeOf(seed, access)) : undefined,
      pages: options.isWhole && isService ? await pageCosts(common, options) : undefined,
      seconds: Math.round((performance.now() - started) / 1000),
    };
    writeFileSync(options.output, `${JSON.stringify(results, null, 2)}\n`);
    console.log(`\n${report(results)}`);
    if (options.publish) publish(results);
  } finally {
    generator.stop();
    await Promise.all(runners.map((runner) => runner.process.stop()));
    rmSync(folder, { recursive: true });
  }
}

function isReady(contender: Contender): boolean {
  const reason = contender.prepare();
  if (reason !== undefined) console.log(`skip ${contender.name}: ${reason}`);
  return reason === undefined;
}

/** The latencies at each rate, in turns; of the rounds of each, the one with the median p99. */
async function latencies(runners: readonly Runner[]): Promise<NonNullable<Results['latency']>> {
  const results: Record<string, Record<string, OpenResult>> = {};
  for (const { plan, rate } of arrivals) {
    const rounds = new Map<string, OpenResult[]>();
    for (let round = 0; round < arrivalRounds; round += 1) {
      for (const runner of runners.filter((each) => each.can(plan))) {
        const result = await runner.arrive(plan, rate, arrivalSeconds);
        rounds.set(runner.name, [...(rounds.get(runner.name) ?? []), result]);
      }
    }
    results[`${plan} at ${rate} a second`] = Object.fromEntries(
      [...rounds].flatMap(([name, all]) => {
        const middle = all.toSorted((one, other) => one.p99 - other.p99)[Math.floor(all.length / 2)];
        return middle === undefined ? [] : [[name, middle]];
      }),
    );
  }
  return results;
}

/** Milliseconds from starting a contender to its first answer, on the database that it has had. */
async function startTimes(
  runners: readonly Runner[],
  folder: string,
  probe: ReturnType<typeof probeOf>,
): Promise<Record<string, number>> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < starts; round += 1) {
    for (const { name, contender } of runners) {
      const database = join(folder, `${name}.db`);
      const again = await startContender(contender, {
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

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(help);
  else await main(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
