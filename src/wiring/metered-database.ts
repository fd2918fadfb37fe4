// Charges the time of writes to the requests that cause them.
import type { Database } from '../database/database.ts';
import { currentCost } from '../http/request-cost.ts';

/**
 * Excludes the time that a write spends in the queue from the cost of its request. On SQLite, the work of a write
 * blocks the event loop, so it counts. On PostgreSQL, each statement counts (event-reporting.ts).
 */
export function meterWrites<Tables>(database: Database<Tables>): Database<Tables> {
  if (database.engine === 'postgres') return database;
  return {
    ...database,
    async write(owner, work, options) {
      const cost = currentCost();
      if (cost === undefined) return await database.write(owner, work, options);
      cost.pause();
      try {
        const metered: typeof work = async (trx) => {
          cost.resume();
          try {
            return await work(trx);
          } finally {
            cost.pause();
          }
        };
        return await database.write(owner, metered, options);
      } finally {
        cost.resume();
      }
    },
  };
}
