import Sqlite from 'better-sqlite3';
import { DatabaseError, DatabaseUnavailable } from '../errors.ts';

/** The error to tell an operator in place of one that SQLite threw while `name` was opened; any other stays itself. */
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
      remedy: 'End that process, then start this one again',
    };
  }
  if (code.startsWith('SQLITE_FULL')) {
    return {
      what: `There is no space left for ${name}`,
      remedy: 'Make room on the disk, or raise the limit that is set',
    };
  }
  return {
    what: `${name} cannot be opened`,
    remedy:
      'See that the file and its folder are on a local disk, and that this user may read and write them',
  };
}
