// Measures the cost of a page for lists of different lengths.
import { COMMON_WORD } from '../checks/scale/data.ts';
import { subjects } from './subjects.ts';
import { seedOf } from './databases.ts';
import { startRunner } from './runner.ts';
import type { RunnerOptions, Runner } from './runner.ts';
import type { PlannedRequest } from './load/protocol.ts';
import type { Options } from './options.ts';
import { readPlans } from './operations.ts';
import { measureRounds } from './rounds.ts';

export const pageSizes = [1000, 100_000, 1_000_000] as const;

const pages = {
  'a page': '/tasks',
  'a filter': '/tasks?status=pending',
  'a search': `/tasks?q=${COMMON_WORD}`,
} as const;

/** CPU microseconds per request, by page and number of tasks. */
export type PageCosts = Readonly<Record<string, Readonly<Record<number, number>>>>;

/** The time limit for creating a database. A million tasks take one to two minutes. */
const timeoutSeconds = 200;

/** Measures the service with each database size. Skips a size whose database takes too long to create. */
export async function pageCosts(
  options: Omit<RunnerOptions, 'seed' | 'name'>,
  bench: Options,
): Promise<PageCosts> {
  const [service] = subjects.filter(({ name }) => name === 'service');
  if (service === undefined) throw new Error('No benchmark subject is named "service"');
  const runners: [size: number, runner: Runner][] = [];
  try {
    for (const size of pageSizes) {
      const seed = await seedOf(size, timeoutSeconds);
      if (seed === undefined) {
        console.log(`Skipped ${size} tasks: creating them took more than ${timeoutSeconds} s.`);
        continue;
      }
      const runner = await startRunner(service, { ...options, seed, name: `service with ${size} tasks` });
      runners.push([size, runner]);
      for (const [name, path] of Object.entries(pages)) {
        await runner.plan(name, [await planned(path, runner.process.port, options.tokens.reader)]);
      }
      // The expected first page comes from the database.
      const [known] = readPlans(seed, options.tokens).list;
      if (known === undefined) throw new Error('The plan "list" is empty');
      await runner.plan('a page', [known]);
    }
    const costs: Record<string, Record<number, number>> = {};
    for (const name of Object.keys(pages)) {
      const figures = await measureRounds(
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

/** Plans a request for a full page. The first response becomes the expected response. */
async function planned(path: string, port: number, token: string): Promise<PlannedRequest> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const body = await response.text();
  const { items } = JSON.parse(body) as { items?: unknown[] };
  if (response.status !== 200 || items?.length !== 20)
    throw new Error(`${path} returned ${response.status}: ${body}`);
  return { method: 'GET', path, headers, status: 200, body };
}
