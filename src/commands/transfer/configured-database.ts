import { existsSync } from 'node:fs';
import { readConfig } from '../../config.ts';
import type { Database } from '../../database/database.ts';
import { sqlitePath } from '../../database/sqlite/location.ts';
import { openStorage } from '../../storage.ts';
import type { Tables } from '../../storage.ts';
import { TransferError } from './transfer-error.ts';

/** Opens the configured database. Throws `TransferError` if its file does not exist. */
export async function openExisting(): Promise<Database<Tables>> {
  const config = readConfig(process.env, { purpose: 'database' });
  const { url } = config.database;
  const path = url.startsWith('sqlite:') ? sqlitePath(url) : undefined;
  if (path !== undefined && !existsSync(path)) {
    throw new TransferError(`There is no database at ${path}. Set DATABASE_URL to an existing database`);
  }
  return await openStorage(config);
}

/**
 * Prints the number of items, the duration and the peak memory to standard error, because standard output may contain
 * the export.
 */
export function report(action: string, count: number, startedAt: number): void {
  const seconds = (performance.now() - startedAt) / 1000;
  const rss = Math.round(process.resourceUsage().maxRSS / 1024);
  console.error(`${action}: ${count} items in ${seconds.toFixed(1)} s, peak memory ${rss} MiB.`);
}
