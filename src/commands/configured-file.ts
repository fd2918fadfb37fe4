import { readConfig } from '../config.ts';
import { sqlitePath } from '../database/sqlite/location.ts';
import { MovingError } from './transfer/error.ts';

/** The file of the configured SQLite database; a `MovingError` for another engine names its own means. */
export function configuredFile(ownMeans: string): string {
  const { url } = readConfig(process.env, { forWhom: 'database' }).database;
  if (!url.startsWith('sqlite:')) {
    throw new MovingError(`PostgreSQL has means of its own: ${ownMeans}. docs/guides/backup.md has the rest`);
  }
  const path = sqlitePath(url);
  if (path === undefined)
    throw new MovingError('A database in memory has no backup: it ends with its process');
  return path;
}
