// The CPU budget of a request. It is relative to the baseline, which is measured together with the service, so it is
// valid on any machine. budget.json contains the accepted ratios.
//
// A third subject is the service with 25% of artificial overhead. The check fails if the measurement does not detect the
// overhead. If the measurement exaggerates it, the machine is too noisy to judge the ratios, and the verdict is
// skipped. The check concludes either only after several attempts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { subjects } from './subjects.ts';
import { startRunner } from './runner.ts';
import type { RunnerOptions, Runner } from './runner.ts';
import type { Options } from './options.ts';
import { table } from './report.ts';
import { measureRounds } from './rounds.ts';
import type { RoundOptions } from './rounds.ts';

interface Budget {
  /** The service's CPU time per request, divided by the baseline's. */
  readonly toBaseline: Readonly<Record<string, number>>;
}

const file = join(import.meta.dirname, 'budget.json');

/** CPU time per request in µs. The third subject is measured with only one operation, and is NaN for the others. */
interface OperationFigures {
  readonly baseline: number;
  readonly service: number;
  readonly slower: number;
}

/** The figures by operation. */
type AllFigures = ReadonlyMap<string, OperationFigures>;

/**
 * The check fails if a ratio exceeds the accepted one by more than this factor. If a ratio is lower by more than this
 * factor, the check suggests accepting the lower one.
 */
const margin = 1.12;
/** The artificial overhead of the third subject. */
const overhead = 0.25;
/** A measurement that finds at least this much overhead is invalid. */
const maxMeasuredOverhead = 0.6;
// Writes are excluded: their cost depends on how many writes share a commit, which depends on the load of the machine.
const operations = ['read', 'list'] as const;
/** The operation that is used to measure the overhead. */
const overheadOperation = 'read';
/** The name of the third subject. */
const slowerName = 'slower';
const maxAttempts = 3;
const rounds = 9;
const seconds = 0.5;
const warmUpSeconds = 4;

/** Checks the service against the budget, or accepts its current cost. Throws if the service exceeds the budget. */
export async function checkBudget(
  options: Omit<RunnerOptions, 'name' | 'start'>,
  { budget: mode, connections }: Options,
): Promise<void> {
  const [service, baseline] = ['service', 'baseline'].map((name) =>
    subjects.find((each) => each.name === name),
  );
  if (service === undefined || baseline === undefined)
    throw new Error(`No benchmark subject is named "${service === undefined ? 'service' : 'baseline'}"`);
  const runners: Runner[] = [];
  const measure = { rounds, seconds, connections, warmUpSeconds };
  try {
    runners.push(await startRunner(baseline, options));
    runners.push(await startRunner(service, options));
    const before = await measureRounds(runners, overheadOperation, { ...measure, rounds: 3 });
    const environment = { BENCH_OVERHEAD: String((before.get('service')?.lowestCpu ?? NaN) * overhead) };
    const start = {
      nodeOptions: ['--import', pathToFileURL(join(import.meta.dirname, 'overhead.ts')).href],
      environment,
    };
    runners.push(await startRunner(service, { ...options, start, name: slowerName }));

    for (let attempt = 1; ; attempt += 1) {
      const figures = await measureOperations(runners, measure);
      const found = overheadIn(figures);
      if (!(isDetected(found) && found < maxMeasuredOverhead) && attempt < maxAttempts) continue;
      if (mode === 'accept') accept(figures);
      else judge(figures);
      break;
    }
  } finally {
    await Promise.all(runners.map((runner) => runner.process.stop()));
  }
}

/** Measures the CPU time per request of each operation. */
async function measureOperations(runners: readonly Runner[], measure: RoundOptions): Promise<AllFigures> {
  const figures = new Map<string, OperationFigures>();
  for (const operation of operations) {
    const measured = runners.filter(({ name }) => name !== slowerName || operation === overheadOperation);
    const costs = await measureRounds(measured, operation, measure);
    const cpu = (name: string): number => costs.get(name)?.lowestCpu ?? NaN;
    figures.set(operation, { baseline: cpu('baseline'), service: cpu('service'), slower: cpu(slowerName) });
  }
  return figures;
}

/** The measured overhead of the third subject, relative to the service (0.25 means 25% more CPU). */
function overheadIn(figures: AllFigures): number {
  const { service = NaN, slower = NaN } = figures.get(overheadOperation) ?? {};
  return slower / service - 1;
}

/** Whether the measurement is accurate enough to detect a service that exceeds the budget. */
const isDetected = (found: number): boolean => found > margin - 1;

function ratiosOf(figures: AllFigures): Readonly<Record<string, number>> {
  return Object.fromEntries([...figures].map(([name, each]) => [name, each.service / each.baseline]));
}

function accept(figures: AllFigures): void {
  const toBaseline = Object.fromEntries(
    Object.entries(ratiosOf(figures)).map(([name, ratio]) => [name, Number(ratio.toFixed(2))]),
  );
  writeFileSync(file, `${JSON.stringify({ toBaseline } satisfies Budget, null, 2)}\n`);
  console.log(`Wrote the new budget to bench/budget.json: ${JSON.stringify(toBaseline)}`);
}

function judge(figures: AllFigures): void {
  const { toBaseline: accepted } = JSON.parse(readFileSync(file, 'utf8')) as Budget;
  const ratios = ratiosOf(figures);
  const exceeded = Object.entries(ratios).filter(([name, ratio]) => ratio > (accepted[name] ?? 0) * margin);
  const costs = table(
    ['CPU µs per request', 'baseline', 'service', 'ratio', 'accepted', 'limit'],
    [...figures].map(([name, { baseline, service }]) => [
      name,
      baseline.toFixed(1),
      service.toFixed(1),
      (ratios[name] ?? NaN).toFixed(2),
      (accepted[name] ?? NaN).toFixed(2),
      ((accepted[name] ?? NaN) * margin).toFixed(2),
    ]),
  );
  console.log(`\n${costs}`);
  const found = overheadIn(figures);
  const foundText = `${(found * 100).toFixed(0)}% more CPU`;
  console.log(`\nService with ${overhead * 100}% of artificial overhead: ${foundText}`);
  if (!isDetected(found)) {
    throw new Error(
      `The measurement did not detect ${overhead * 100}% of artificial overhead: the machine is too noisy`,
    );
  }
  if (found >= maxMeasuredOverhead) {
    console.log(
      `Skipped the CPU budget: the machine is too noisy. It measured ${overhead * 100}% of overhead as ${foundText}`,
    );
    return;
  }
  if (exceeded.length > 0) {
    throw new Error(
      `Over budget: ${exceeded.map(([name]) => name).join(', ')}. Find the cause with ` +
        'npm run bench -- --only service --operations read --cpu --profile, or accept the new cost with ' +
        'npm run bench -- --budget --accept',
    );
  }
  const cheaper = Object.entries(ratios).filter(([name, ratio]) => ratio * margin < (accepted[name] ?? 0));
  if (cheaper.length > 0) {
    console.log(
      `Cheaper than the budget: ${cheaper.map(([name]) => name).join(', ')}. Lower the budget with ` +
        'npm run bench -- --budget --accept',
    );
  }
}
