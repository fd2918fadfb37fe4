// The database of the environment, for commands that move tasks, and what they say at their end.
import { existsSync } from 'node:fs';
import { readConfig } from '../../config.ts';
import type { Database } from '../../database/database.ts';
import { openStorage } from '../../storage.ts';
import type { TaskTables } from '../../tasks/storage/tables.ts';
import { sqlitePath } from '../../database/sqlite/location.ts';
import { MovingError } from './error.ts';

/** Opens the database of the environment; without `make`, only one that is there. */
export async function openConfigured(make: boolean): Promise<Database<TaskTables>> {
  const config = readConfig(process.env, { forWhom: 'database' });
  const { url } = config.database;
  const path = url.startsWith('sqlite:') ? sqlitePath(url) : undefined;
  if (!make && path !== undefined && !existsSync(path)) {
    throw new MovingError(`There is no database at ${path}. Set DATABASE_URL to the one that is meant`);
  }
  return await openStorage(config);
}

/** Tells how many tasks there were and how long it took, on standard error: standard output may be the tasks. */
export function report(what: string, count: number, startedAt: number): void {
  const seconds = (performance.now() - startedAt) / 1000;
  const rss = Math.round(process.resourceUsage().maxRSS / 1024);
  console.error(`${what}: ${count} tasks in ${seconds.toFixed(1)} s, at most ${rss} MiB of memory.`);
}
