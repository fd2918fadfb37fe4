import type { Database, DatabaseOptions } from './database.ts';
import { DatabaseError } from './errors.ts';
import { withoutSecrets } from './postgres/url.ts';
import { openSqlite } from './sqlite/open.ts';

/** Opens the database of a URL, made and migrated where needed; `DatabaseError` says why it cannot. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const [scheme] = options.url.split(':', 1);
  if (scheme === 'sqlite') return await openSqlite(options);
  if (scheme === 'postgres' || scheme === 'postgresql') {
    // Loaded only where it is used, for it is a good part of a start.
    const { openPostgres } = await import('./postgres/open.ts');
    return await openPostgres(options);
  }
  throw new DatabaseError(
    `No database engine is known by the scheme of "${withoutSecrets(options.url)}"`,
    'Set the database URL to sqlite:./data/tasks.db, postgres://user:password@host/tasks or the like',
  );
}
