import { sql } from 'kysely';
import { compiled } from '../../database/compiled-query.ts';
import type { Database } from '../../database/database.ts';
import type { Queries } from '../../database/storage.ts';
import { deletionsOf } from './deletions.ts';
import type { ChangeTables } from './storage.ts';

/** The most deletions of one transaction. The owner's other writes wait for it. */
const MAX_PURGED = 500;
/** The most transactions of a run, for each kind. */
const MAX_TRANSACTIONS = 100;

/** What a purge has removed. */
export interface Purged {
  /** Items whose content was erased from the trash. */
  readonly erased: number;
  /** Deletions that the change feed no longer lists. */
  readonly deletions: number;
}

/** Before which times content and deletions are removed. */
export interface PurgeTimes {
  readonly trash: Date;
  readonly deletions: Date;
}

/** Removes what is older than its retention. */
export type Purge = (database: Database<ChangeTables>, before: PurgeTimes) => Promise<Purged>;

/**
 * Makes the function that purges a table of deletions. Each transaction works for one owner, whose row it locks, and moves
 * the owner's fence with the deletions. Several instances can run it at once.
 */
export function purgeOf(table: string): Purge {
  const { erase, purge } = deletionsOf(table);
  const selectOldest = (isInTrash: boolean) =>
    compiled((db: Queries<unknown>, { before }: { before: string }) =>
      sql<{ owner: string }>`
        select owner from ${sql.table(table)} where deleted_at < ${before}
          ${isInTrash ? sql`and content is not null` : sql``}
        order by deleted_at limit 1`.compile(db),
    );
  const [oldestRow, oldestInTrash] = [selectOldest(false), selectOldest(true)];

  async function repeat(
    database: Database<ChangeTables>,
    before: Date,
    find: typeof oldestRow,
    remove: typeof erase,
  ): Promise<number> {
    const time = before.toISOString();
    let count = 0;
    for (let transactions = 0; transactions < MAX_TRANSACTIONS; transactions += 1) {
      const [oldest] = (await find(database.reader, { before: time })).rows;
      if (oldest === undefined) break;
      const { owner } = oldest;
      // None is left if another instance was faster.
      count += await database.write(owner, (trx) => remove(trx, owner, time, MAX_PURGED), {
        isDelete: true,
      });
    }
    return count;
  }

  return async (database, before) => ({
    erased: await repeat(database, before.trash, oldestInTrash, erase),
    deletions: await repeat(database, before.deletions, oldestRow, purge),
  });
}
