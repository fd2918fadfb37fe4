// What a page costs the service in a short list and in long ones.
import { COMMON_WORD } from '../checks/scale/data.ts';
import { contenders } from './contenders.ts';
import { seedOf } from './data.ts';
import { enter } from './field.ts';
import type { EnterOptions, Runner } from './field.ts';
import type { PlannedRequest } from './load/protocol.ts';
import type { Options } from './options.ts';
import { readPlans } from './operations.ts';
import { inTurns } from './rounds.ts';

export const pageSizes = [1000, 100_000, 1_000_000] as const;

const pages = {
  'a page': '/tasks',
  'a filter': '/tasks?status=pending',
  'a search': `/tasks?q=${COMMON_WORD}`,
} as const;

/** CPU microseconds a request, by page and by the number of tasks. */
export type PageCosts = Readonly<Record<string, Readonly<Record<number, number>>>>;

/** A million tasks take a minute or two to make; a run does not wait for longer than this. */
const patienceSeconds = 200;

/** Measures the service on each size in turns. A size that is not there and takes too long to make is left out. */
export async function pageCosts(
  options: Omit<EnterOptions, 'seed' | 'name'>,
  bench: Options,
): Promise<PageCosts> {
  const [service] = contenders.filter(({ name }) => name === 'service');
  if (service === undefined) throw new Error('There is no service among the contenders');
  const runners: [size: number, runner: Runner][] = [];
  try {
    for (const size of pageSizes) {
      const seed = await seedOf(size, patienceSeconds);
      if (seed === undefined) {
        console.log(`skip ${size} tasks: they took more than ${patienceSeconds} s to make`);
        continue;
      }
      const runner = await enter(service, { ...options, seed, name: `service with ${size} tasks` });
      runners.push([size, runner]);
      for (const [name, path] of Object.entries(pages)) {
        await runner.plan(name, [await planned(path, runner.process.port, options.tokens.reader)]);
      }
      // The first page is known from the table of the database itself.
      const [known] = readPlans(seed, options.tokens).list;
      if (known === undefined) throw new Error('There is no list');
      await runner.plan('a page', [known]);
    }
    const costs: Record<string, Record<number, number>> = {};
    for (const name of Object.keys(pages)) {
      const figures = await inTurns(
        runners.map(([, runner]) => runner),
        name,
        bench,
      );
      costs[name] = Object.fromEntries(
        runners.map(([size, runner]) => [size, figures.get(runner.name)?.cpu ?? NaN]),
      );
    }
    return costs;
  } finally {
    for (const [, runner] of runners) await runner.process.stop();
  }
}

/** A request whose answer has to stay what it is at first: a whole page. */
async function planned(path: string, port: number, token: string): Promise<PlannedRequest> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const body = await response.text();
  const { items } = JSON.parse(body) as { items?: unknown[] };
  if (response.status !== 200 || items?.length !== 20) throw new Error(`${path} was answered with ${body}`);
  return { method: 'GET', path, headers, status: 200, body };
}
