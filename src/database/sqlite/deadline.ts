// SQLite runs a statement to its end inside one call, and better-sqlite3 has no way to interrupt it. A function in the
// WHERE clause can: an error that it throws ends the statement.
import type Sqlite from 'better-sqlite3';
import { type Expression, sql, type SqlBool } from 'kysely';
import { ReadStopped } from '../errors.ts';

/** Returns a time in milliseconds. */
export type Clock = () => number;

/** The processor time of this thread. It does not advance while the processor runs other programs. */
export const processorClock: Clock = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const wallClock: Clock = () => performance.now();

/**
 * Runs synchronous work, and stops its statements after `timeoutMs`, measured by `clock` (by default the wall clock).
 * Throws `ReadStopped`.
 */
export type RunWithDeadline = <T>(timeoutMs: number, work: () => T, clock?: Clock) => T;

/**
 * Adds the function `past_deadline` to a connection. It throws if the deadline has passed or `isCancelled` returns
 * true, and otherwise returns 0.
 */
export function addDeadline(raw: Sqlite.Database, isCancelled: () => boolean = () => false): RunWithDeadline {
  let end = Infinity;
  let now = wallClock;
  raw.function('past_deadline', { deterministic: false, directOnly: true }, () => {
    if (now() >= end || isCancelled()) throw new ReadStopped('deadline');
    return 0;
  });
  return (timeoutMs, work, clock = wallClock) => {
    now = clock;
    end = now() + timeoutMs;
    try {
      return work();
    } finally {
      end = Infinity;
    }
  };
}

/**
 * A condition that is always true, and stops the statement once its deadline has passed. It calls the function for one
 * row in 256: a call takes longer than SQLite takes for the row. Two parts of a position select the row, because the
 * counter in its lowest 20 bits is 0 in all rows of some imports.
 */
export function deadlineCheck(row: string): Expression<SqlBool> {
  const number = sql.ref(row);
  return sql`((${number} + (${number} >> 20)) & 255 or not past_deadline())`;
}
