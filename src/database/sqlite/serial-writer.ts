import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { DatabaseUnavailable } from '../errors.ts';
import type { Database } from '../database.ts';
import type { Tables } from '../tables.ts';
import type { Connection } from './connection.ts';

/** Between two attempts to get the lock that another process has. */
const PAUSE_MS = 25;

/**
 * Makes `Database.write` for a connection. A write waits at most `waitMs`, in the queue and for the lock together,
 * and fails as `DatabaseUnavailable`; the process serves others meanwhile.
 */
export function serialWriter(connection: Connection, waitMs: number): Database['write'] {
  // A queue behind a lock that stays would be served one wait after another. Instead, once a wait was in vain,
  // all who have waited as long give up with it, and the next in line tries on.
  let lockedOut = false;

  async function begin(deadline: number): Promise<void> {
    if (lockedOut && performance.now() >= deadline) throw new DatabaseUnavailable('busy');
    for (;;) {
      try {
        connection.begin();
        lockedOut = false;
        return;
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable) || error.reason !== 'busy') throw error;
        lockedOut = performance.now() >= deadline;
        if (lockedOut) throw error;
      }
      await pause(PAUSE_MS);
    }
  }

  async function transact<T>(
    deadline: number,
    trx: Kysely<Tables>,
    work: (trx: Kysely<Tables>) => Promise<T>,
  ) {
    await begin(deadline);
    try {
      const result = await work(trx);
      connection.commit();
      return result;
    } catch (error) {
      connection.rollback();
      throw error;
    }
  }

  return async (work) => {
    const deadline = performance.now() + waitMs;
    // Kysely hands its one SQLite connection to one at a time, in the order of asking: that is the queue.
    return await connection.kysely.connection().execute((trx) => transact(deadline, trx, work));
  };
}
