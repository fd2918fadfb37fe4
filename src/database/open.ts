import type { Database, DatabaseOptions } from './database.ts';
import { DatabaseError } from './errors.ts';
import { withoutSecrets } from './postgres/url.ts';
import { openSqlite } from './sqlite/open.ts';
import type { Storage, TablesOf } from './storage.ts';

/** Opens the database at a URL, and creates and migrates the tables of the storages. Throws `DatabaseError`. */
export async function openDatabase<One extends Storage<unknown>>(
  options: DatabaseOptions,
  storages: readonly One[],
): Promise<Database<TablesOf<One>>> {
  return (await open(options, storages)) as Database<TablesOf<One>>;
}

async function open(
  options: DatabaseOptions,
  storages: readonly Storage<unknown>[],
): Promise<Database<unknown>> {
  const [scheme] = options.url.split(':', 1);
  if (scheme === 'sqlite') return await openSqlite(options, storages);
  if (scheme === 'postgres' || scheme === 'postgresql') {
    // Loaded on demand, because loading pg takes a large part of the start-up time.
    const { openPostgres } = await import('./postgres/open.ts');
    return await openPostgres(options, storages);
  }
  throw new DatabaseError(
    `Unknown database URL: ${withoutSecrets(options.url)}`,
    'Set the database URL to sqlite:./data/tasks.db or postgres://user:password@host/tasks, for example',
  );
}
