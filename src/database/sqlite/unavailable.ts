import Sqlite from 'better-sqlite3';
import { DatabaseUnavailable, type UnavailableReason } from '../errors.ts';

/** The reasons by primary result code. Extended codes start with it (SQLITE_IOERR_WRITE, SQLITE_BUSY_RECOVERY). */
const reasons = new Map<string, UnavailableReason>([
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_READONLY', 'readonly'],
  ['SQLITE_IOERR', 'io'],
  ['SQLITE_CANTOPEN', 'io'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
]);

/**
 * Converts a SQLite error into `DatabaseUnavailable` if it is caused by the state of the file. Returns other errors
 * unchanged.
 */
export function unavailable(error: unknown): unknown {
  if (error instanceof Sqlite.SqliteError) {
    const [primary] = /^SQLITE_[A-Z]+/.exec(error.code) ?? [];
    const reason = reasons.get(primary ?? '');
    if (reason !== undefined) return new DatabaseUnavailable(reason, { cause: error });
  }
  // better-sqlite3 sets no code for this error.
  if (error instanceof TypeError && error.message === 'The database connection is not open') {
    return new DatabaseUnavailable('closed', { cause: error });
  }
  return error;
}
