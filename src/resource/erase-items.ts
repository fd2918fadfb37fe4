// Erases an owner's items. It uses many short transactions, because other writes wait for each one.
import { sql } from 'kysely';
import type { Database, Work } from '../database/database.ts';
import type { Versioned } from './columns.ts';
import type { Repository } from './operations.ts';

/** How many items one transaction erases. */
const BATCH_SIZE = 100;

/** What `eraseItems` requires of a table (`resourceTable`). */
interface ErasableTable {
  readonly name: string;
  /** The deletions, for a resource whose changes appear in the change feed. */
  readonly trash?:
    { purge(trx: unknown, owner: string, before: undefined, limit: number): Promise<number> } | undefined;
}

/**
 * Erases an owner's items and deletions. The owner's writes must have ended. Returns the number of erased items,
 * including those that were deleted before.
 */
export async function eraseItems<Tables, Item extends Versioned>(
  database: Database<Tables>,
  { name, trash }: ErasableTable,
  { within }: Pick<Repository<Tables, Item, never>, 'within'>,
  owner: string,
): Promise<number> {
  const nextItems = sql<Versioned>`select id from ${sql.table(name)} where owner = ${owner} limit ${BATCH_SIZE}`;
  let erased = 0;
  for (;;) {
    const { rows } = await nextItems.execute(database.reader);
    if (rows.length === 0) break;
    await database.write(
      owner,
      async (trx) => {
        const items = within(trx, owner);
        for (const { id } of rows) {
          const item = await items.find(id);
          // Another process may have deleted the item.
          if (item !== undefined) await items.remove(item, false);
        }
      },
      { isDelete: true },
    );
    erased += rows.length;
  }
  if (trash === undefined) return erased;
  // Each removed item has become a deletion.
  return await eraseInBatches(database, owner, (trx) => trash.purge(trx, owner, undefined, BATCH_SIZE));
}

/**
 * Runs `eraseSome` repeatedly, each time in one of the owner's transactions, until it erases nothing. `eraseSome`
 * returns the number of erased rows. Returns the total.
 */
export async function eraseInBatches<Tables>(
  database: Database<Tables>,
  owner: string,
  eraseSome: Work<Tables, number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const erased = await database.write(owner, eraseSome, { isDelete: true });
    if (erased === 0) return total;
    total += erased;
  }
}
