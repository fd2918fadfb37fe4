// What a request may cost: CPU relative to the floor, which is measured beside it, so that the budget means the same on
// every machine. The accepted ratios are in budget.json.
//
// A third contender is the service made a quarter more expensive on purpose. If that would not be noticed, because the
// machine is too noisy or the margin too wide, the check itself has failed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { contenders } from './contenders.ts';
import { enter } from './field.ts';
import type { EnterOptions, Runner } from './field.ts';
import type { Options } from './options.ts';
import { table } from './report.ts';
import { inTurns } from './rounds.ts';

interface Budget {
  /** CPU a request, this service to the floor. */
  readonly toTheFloor: Readonly<Record<string, number>>;
}

const file = join(import.meta.dirname, 'budget.json');

/** More than this above the accepted ratio is a miss; less than this below it is worth accepting. */
const margin = 1.12;
/** By so much the third contender is made more expensive. */
const burden = 0.25;
// No writes: what one costs depends on how many are committed together, which depends on what else the machine does.
const operations = ['read', 'list'] as const;
/** The operation that the burden is measured with. */
const burdened = 'read';
const rounds = 9;
const seconds = 0.5;
const warmUpSeconds = 4;

/** Checks the service against the budget, or accepts what it costs now. Throws when it costs too much. */
export async function checkBudget(
  options: Omit<EnterOptions, 'name' | 'start'>,
  { budget: mode, connections }: Options,
): Promise<void> {
  const [service, floor] = ['service', 'floor'].map((name) => contenders.find((each) => each.name === name));
  if (service === undefined || floor === undefined) throw new Error('There is no service or no floor');
  const runners: Runner[] = [];
  const measure = { rounds, seconds, connections, warmUpSeconds };
  try {
    runners.push(await enter(floor, options));
    runners.push(await enter(service, options));
    const before = await inTurns(runners, burdened, { ...measure, rounds: 1 });
    const environment = { BENCH_BURDEN: String((before.get('service')?.cpu ?? NaN) * burden) };
    const start = {
      nodeOptions: ['--import', pathToFileURL(join(import.meta.dirname, 'burden.ts')).href],
      environment,
    };
    const slower = await enter(service, { ...options, start, name: 'burdened' });
    runners.push(slower);

    const figures = new Map<string, { floor: number; service: number; slower: number | undefined }>();
    for (const operation of operations) {
      const entrants = operation === burdened ? runners : runners.filter((runner) => runner !== slower);
      const costs = await inTurns(entrants, operation, measure);
      const cpu = (name: string): number => costs.get(name)?.lowestCpu ?? NaN;
      figures.set(operation, {
        floor: cpu('floor'),
        service: cpu('service'),
        slower: costs.get('burdened')?.lowestCpu,
      });
    }
    const ratios = Object.fromEntries([...figures].map(([name, each]) => [name, each.service / each.floor]));
    if (mode === 'accept') accept(ratios);
    else judge(figures, ratios);
  } finally {
    await Promise.all(runners.map((runner) => runner.process.stop()));
  }
}

function accept(ratios: Readonly<Record<string, number>>): void {
  const toTheFloor = Object.fromEntries(
    Object.entries(ratios).map(([name, ratio]) => [name, Number(ratio.toFixed(2))]),
  );
  writeFileSync(file, `${JSON.stringify({ toTheFloor } satisfies Budget, null, 2)}\n`);
  console.log(`Accepted: ${JSON.stringify(toTheFloor)}`);
}

function judge(
  figures: ReadonlyMap<string, { floor: number; service: number; slower: number | undefined }>,
  ratios: Readonly<Record<string, number>>,
): void {
  const { toTheFloor: accepted } = JSON.parse(readFileSync(file, 'utf8')) as Budget;
  const overspent = Object.entries(ratios).filter(([name, ratio]) => ratio > (accepted[name] ?? 0) * margin);
  const costs = table(
    ['CPU µs a request', 'floor', 'service', 'ratio', 'accepted', 'at most'],
    [...figures].map(([name, { floor, service }]) => [
      name,
      floor.toFixed(1),
      service.toFixed(1),
      (ratios[name] ?? NaN).toFixed(2),
      (accepted[name] ?? NaN).toFixed(2),
      ((accepted[name] ?? NaN) * margin).toFixed(2),
    ]),
  );
  console.log(`\n${costs}`);
  const { service = NaN, slower = NaN } = figures.get(burdened) ?? {};
  const increase = slower / service;
  console.log(
    `\nThe same service with a quarter more to do: ${((increase - 1) * 100).toFixed(0)} % more CPU, `,
  );
  if (!(increase > margin))
    throw new Error('A request that costs a quarter more would not have been noticed here');
  if (overspent.length > 0) {
    throw new Error(
      `Over the budget: ${overspent.map(([name]) => name).join(', ')}. Find out what costs more ` +
        '(npm run bench -- --only service --operations read --cpu --profile), or, if it is worth it, accept it: ' +
        'npm run bench -- --budget --accept',
    );
  }
  const cheaper = Object.entries(ratios).filter(([name, ratio]) => ratio * margin < (accepted[name] ?? 0));
  if (cheaper.length > 0) {
    console.log(
      `Cheaper than accepted: ${cheaper.map(([name]) => name).join(', ')}. Keep it so: --budget --accept`,
    );
  }
}
