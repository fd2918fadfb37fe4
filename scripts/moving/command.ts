// What the commands have in common: the database of the environment, and words instead of stack traces.
import { existsSync } from 'node:fs';
import { ConfigError, readConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/database.ts';
import { DatabaseError, DatabaseUnavailable } from '../../src/database/errors.ts';
import { openDatabase } from '../../src/database/open.ts';
import { sqlitePath } from '../../src/database/sqlite/location.ts';
import { databaseOptions } from '../../src/service.ts';
import { MovingError } from './error.ts';

/** Opens the database of the environment; without `make`, only one that is there. */
export async function openConfigured(make: boolean): Promise<Database> {
  const options = databaseOptions(readConfig(process.env));
  const path = options.url.startsWith('sqlite:') ? sqlitePath(options.url) : undefined;
  if (!make && path !== undefined && !existsSync(path)) {
    throw new MovingError(`There is no database at ${path}. Set DATABASE_URL to the one that is meant`);
  }
  return await openDatabase(options);
}

const saysWhatToDo = [ConfigError, DatabaseError, DatabaseUnavailable, MovingError];

/** Runs a command; what keeps it from its end is said, and the exit code is 1. */
export async function command(usage: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isUnread = error instanceof Error && 'code' in error && error.code === 'EPIPE';
    const isUsage = error instanceof TypeError && 'code' in error;
    const isKnown = saysWhatToDo.some((kind) => error instanceof kind);
    if (isUnread) console.error('Whoever read the tasks has stopped before their end.');
    else if (isUsage) console.error(`${error.message}\nUsage: ${usage}`);
    else console.error(isKnown && error instanceof Error ? `${error.message}.`.replace(/\.\.$/, '.') : error);
    process.exitCode = 1;
  }
}

/** Tells how many tasks there were and how long it took, on standard error: standard output may be the tasks. */
export function report(what: string, count: number, startedAt: number): void {
  const seconds = (performance.now() - startedAt) / 1000;
  const rss = Math.round(process.resourceUsage().maxRSS / 1024);
  console.error(`${what}: ${count} tasks in ${seconds.toFixed(1)} s, at most ${rss} MiB of memory.`);
}
