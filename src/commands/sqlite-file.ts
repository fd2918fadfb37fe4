import { readConfig } from '../config.ts';
import { sqlitePath } from '../database/sqlite/location.ts';
import { TransferError } from './transfer/transfer-error.ts';

/**
 * Returns the path of the configured SQLite database. For PostgreSQL, throws a `TransferError` that names PostgreSQL's
 * own tool.
 */
export function configuredSqliteFile(postgresCommand: string): string {
  const { url } = readConfig(process.env, { purpose: 'database' }).database;
  if (!url.startsWith('sqlite:')) {
    throw new TransferError(
      `This command is for SQLite. For PostgreSQL, run: ${postgresCommand}. See docs/guides/backup.md`,
    );
  }
  const path = sqlitePath(url);
  if (path === undefined) {
    throw new TransferError(
      'The database is in memory. Set DATABASE_URL to a file, such as sqlite:./data/tasks.db',
    );
  }
  return path;
}
