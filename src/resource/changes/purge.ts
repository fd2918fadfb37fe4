import { sql } from 'kysely';
import { compiled } from '../../database/compiled-query.ts';
import type { Database } from '../../database/database.ts';
import type { Queries } from '../../database/storage.ts';
import { MAX_PURGED, purgeOldest } from '../purge.ts';
import { deletionsOf } from './deletions.ts';
import type { ChangeTables } from './storage.ts';

/** How much a purge removed. */
export interface Purged {
  /** The number of items whose content was erased from the trash. */
  readonly erased: number;
  /** The number of deletions that the change feed no longer lists. */
  readonly deletions: number;
}

/** Content and deletions from before these times are removed. */
export interface PurgeTimes {
  readonly trash: Date;
  readonly deletions: Date;
}

/** Removes content and deletions that are older than their retention. */
type PurgeDeletions = (database: Database<ChangeTables>, before: PurgeTimes) => Promise<Purged>;

/**
 * Creates the function that purges a table of deletions. Each transaction locks one owner's row. A transaction that
 * purges deletions also raises the owner's watermark, so that cursors from before these deletions expire. Several
 * instances can run it at the same time.
 */
export function purgeOf(table: string): PurgeDeletions {
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
    return await purgeOldest(
      () => find(database.reader, { before: time }),
      ({ owner }) => database.write(owner, (trx) => remove(trx, owner, time, MAX_PURGED), { isDelete: true }),
    );
  }

  return async (database, before) => ({
    erased: await repeat(database, before.trash, oldestInTrash, erase),
    deletions: await repeat(database, before.deletions, oldestRow, purge),
  });
}
