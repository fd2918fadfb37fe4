// SQLite runs a statement to its end inside one call, and better-sqlite3 has no way to interrupt it. A function in the
// WHERE clause can: an error that it throws ends the statement.
import type Sqlite from 'better-sqlite3';
import { type Expression, sql, type SqlBool } from 'kysely';
import { ReadStopped } from '../errors.ts';

/** Runs synchronous work whose statements are stopped after this time. Throws `ReadStopped`. */
export type Within = <T>(timeoutMs: number, work: () => T) => T;

/**
 * Adds the function `past_deadline` to a connection. It throws when the time is over or `isCancelled`, and otherwise
 * returns 0.
 */
export function addDeadline(raw: Sqlite.Database, isCancelled: () => boolean = () => false): Within {
  let end = Infinity;
  raw.function('past_deadline', { deterministic: false, directOnly: true }, () => {
    if (performance.now() >= end || isCancelled()) throw new ReadStopped('deadline');
    return 0;
  });
  return (timeoutMs, work) => {
    end = performance.now() + timeoutMs;
    try {
      return work();
    } finally {
      end = Infinity;
    }
  };
}

/**
 * A condition that is always true, and stops the statement once its deadline has passed. It calls the function for one
 * row in 256: a call takes longer than SQLite takes for the row.
 */
export function deadlineCheck(row: string): Expression<SqlBool> {
  return sql`(${sql.ref(row)} & 255 or not past_deadline())`;
}
