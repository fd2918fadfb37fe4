import Sqlite from 'better-sqlite3';
import { DatabaseError, DatabaseUnavailable } from '../errors.ts';

/** Converts an error that SQLite threw while it opened `name` into a `DatabaseError`. Returns other errors unchanged. */
export function openingError(error: unknown, name: string): unknown {
  const cause = error instanceof DatabaseUnavailable ? error.cause : error;
  if (!(cause instanceof Sqlite.SqliteError)) return error;
  const { what, remedy } = explanation(cause.code, name);
  return new DatabaseError(`${what} (${cause.code}: ${cause.message})`, remedy, { cause });
}

function explanation(code: string, name: string): { what: string; remedy: string } {
  if (code === 'SQLITE_NOTADB') {
    return { what: `${name} is not a SQLite database`, remedy: 'Set the database URL to another file' };
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return { what: `${name} is damaged`, remedy: 'Restore it from a backup' };
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return {
      what: `${name} is locked by another process`,
      remedy: 'Stop that process, then start this one again',
    };
  }
  if (code.startsWith('SQLITE_FULL')) {
    return {
      what: `There is no space left for ${name}`,
      remedy: 'Free up disk space, or raise DATABASE_MAX_MB',
    };
  }
  return {
    what: `Cannot open ${name}`,
    remedy: 'Put the file on a local disk, and allow this user to read and write it and its directory',
  };
}
