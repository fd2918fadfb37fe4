import type { Database, DatabaseOptions } from './database.ts';
import { DatabaseError } from './errors.ts';
import { openSqlite } from './sqlite/open.ts';

/** Opens the database of a URL, made and migrated where needed; `DatabaseError` says why it cannot. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const [scheme] = options.url.split(':', 1);
  if (scheme === 'sqlite') return await openSqlite(options);
  throw new DatabaseError(
    `No database engine is known by the scheme of "${withoutSecrets(options.url)}"`,
    'Set the database URL to sqlite:./data/tasks.db or the like',
  );
}

/** URLs of other engines carry passwords, and this text goes to a log. */
function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//***@');
}
