// The deletions of a resource. Each has a row, so that the change feed can list it. While a deleted item can be
// restored, its row also contains the item's content: these rows are the trash.
//
// The owner's quotas also limit the deletions. One that exceeds a quota removes the oldest rows or the oldest content,
// so deleting always works, and always frees space in the quotas for new items.
import { sql } from 'kysely';
import { compiled } from '../../database/compiled-query.ts';
import type { Queries } from '../../database/storage.ts';
import type { Quotas } from '../owner/account.ts';
import { fitPage, rowsToRead } from '../page.ts';
import { type Position, positionOf } from '../position.ts';
import type { ChangeTables, DeletionTable } from './storage.ts';

/** The maximum number of rows that one deletion erases or purges. */
const MAX_CLEARED = 20;

/** An item in the trash. */
export interface TrashedItem<Item> {
  readonly item: Item;
  readonly deletedAt: string;
}

interface Range {
  readonly owner: string;
  /** The last sequence of the range. */
  readonly sequence: Position;
}

interface OldDeletions {
  readonly owner: string;
  readonly before: string;
  readonly limit: number;
}

/** The latest possible date, later than any deletion. */
const EVER = '9999-12-31T00:00:00.000Z';

/** Creates the queries for a table of deletions. */
export function deletionsOf<Item>(table: string) {
  const deletions = sql.table(table);
  type Db = Queries<unknown>;
  const inTransaction = (trx: unknown) => trx as Queries<ChangeTables>;
  const sizes = rowsToRead();

  // On PostgreSQL, a trigger has already inserted the row, so the statement updates it.
  const insertRow = compiled((trx: Db, row: DeletionTable) =>
    sql`
      insert into ${deletions} (position, id, owner, sequence, deleted_at, content, stored_bytes)
      values (${row.position}, ${row.id}, ${row.owner}, ${row.sequence}, ${row.deleted_at}, ${row.content},
        ${row.stored_bytes})
      on conflict (position) do update set content = excluded.content, stored_bytes = excluded.stored_bytes`.compile(
      trx,
    ),
  );
  const selectOne = compiled(
    (db: Db, { owner, position, id }: Pick<DeletionTable, 'owner' | 'position' | 'id'>) =>
      sql<{ content: string; stored_bytes: number }>`
      select content, stored_bytes from ${deletions}
      where position = ${position} and id = ${id} and owner = ${owner} and content is not null`.compile(db),
  );
  const selectPage = compiled((db: Db, { owner, sequence, limit }: Range & { limit: number }) =>
    sql<{ content: string; deleted_at: string; sequence: string }>`
      select content, deleted_at, cast(sequence as text) as sequence from ${deletions}
      where owner = ${owner} and content is not null and sequence < ${sequence}
      order by ${deletions}.sequence desc limit ${limit}`.compile(db),
  );
  const deleteRow = compiled((trx: Db, { position }: Pick<DeletionTable, 'position'>) =>
    sql`delete from ${deletions} where position = ${position}`.compile(trx),
  );
  const eraseRow = compiled((trx: Db, { position }: Pick<DeletionTable, 'position'>) =>
    sql`update ${deletions} set content = null, stored_bytes = 0 where position = ${position}`.compile(trx),
  );
  const selectOldest = (isInTrash: boolean) =>
    compiled((db: Db, { owner, before, limit }: OldDeletions) =>
      sql<{ sequence: string | null; rows: number; bytes: number }>`
        select cast(max(sequence) as text) as sequence, count(*) as rows, coalesce(sum(stored_bytes), 0) as bytes from (
          select sequence, stored_bytes from ${deletions} where owner = ${owner} and deleted_at < ${before}
            ${isInTrash ? sql`and content is not null` : sql``}
          order by sequence limit ${limit}
        ) as oldest`.compile(db),
    );
  const [oldestRows, oldestInTrash] = [selectOldest(false), selectOldest(true)];
  const deleteUpTo = compiled((trx: Db, { owner, sequence }: Range) =>
    sql`delete from ${deletions} where owner = ${owner} and sequence <= ${sequence}`.compile(trx),
  );
  const eraseUpTo = compiled((trx: Db, { owner, sequence }: Range) =>
    sql`update ${deletions} set content = null, stored_bytes = 0
      where owner = ${owner} and sequence <= ${sequence} and content is not null`.compile(trx),
  );

  /** Purges an owner's oldest rows. Cursors that require these rows expire. Returns the number of purged rows. */
  async function purge(trx: unknown, owner: string, before = EVER, limit = MAX_CLEARED): Promise<number> {
    const [oldest] = (await oldestRows(inTransaction(trx), { owner, before, limit })).rows;
    if (typeof oldest?.sequence !== 'string') return 0;
    const range = { owner, sequence: BigInt(oldest.sequence) };
    await raiseWatermark(inTransaction(trx), range);
    await deleteUpTo(inTransaction(trx), range);
    await countDeletions(inTransaction(trx), { owner, rows: -oldest.rows, bytes: -oldest.bytes });
    return oldest.rows;
  }

  /** Erases the content of the oldest items in an owner's trash. Returns their number. */
  async function erase(trx: unknown, owner: string, before = EVER, limit = MAX_CLEARED): Promise<number> {
    const [oldest] = (await oldestInTrash(inTransaction(trx), { owner, before, limit })).rows;
    if (typeof oldest?.sequence !== 'string') return 0;
    await eraseUpTo(inTransaction(trx), { owner, sequence: BigInt(oldest.sequence) });
    await countDeletions(inTransaction(trx), { owner, rows: 0, bytes: -oldest.bytes });
    return oldest.rows;
  }

  async function find(db: unknown, owner: string, id: string) {
    const lowerCase = id.toLowerCase();
    const position = positionOf(lowerCase);
    if (position === undefined) return undefined;
    const [row] = (await selectOne(inTransaction(db), { owner, position, id: lowerCase })).rows;
    return row && { item: JSON.parse(row.content) as Item, position, bytes: row.stored_bytes };
  }

  return {
    purge,
    erase,

    /** Inserts a deletion, with the item's content if the item can be restored. */
    async insert(trx: unknown, row: DeletionTable, quotas: Quotas): Promise<void> {
      await insertRow(inTransaction(trx), row);
      const { owner, stored_bytes: bytes } = row;
      const [usage] = (await countDeletions(inTransaction(trx), { owner, rows: 1, bytes })).rows;
      if (usage === undefined) return;
      if (usage.rows > quotas.items) await purge(trx, owner);
      if (usage.bytes > quotas.bytes) await erase(trx, owner);
    },

    /** A page of an owner's trash, latest deletion first. If more follow, `next` is the sequence of the last one. */
    async list(db: unknown, owner: string, before: Position | undefined, maxItems: number) {
      const limit = sizes.get(owner, maxItems);
      const sequence = before ?? 2n ** 63n - 1n;
      // Reads one row more than the page needs, to find out whether there is a next page.
      const { rows } = await selectPage(inTransaction(db), { owner, sequence, limit: limit + 1 });
      const page = fitPage(rows, limit);
      sizes.record(owner, Math.min(rows.length, limit), page.length);
      const items = page.map(({ content, deleted_at: deletedAt }): TrashedItem<Item> => ({
        item: JSON.parse(content) as Item,
        deletedAt,
      }));
      const last = page.at(-1);
      return { items, next: last && rows.length > page.length ? BigInt(last.sequence) : undefined };
    },

    /** Removes the deletion of an item in the trash, and returns the item. */
    async take(trx: unknown, owner: string, id: string): Promise<Item | undefined> {
      const found = await find(trx, owner, id);
      if (found === undefined) return undefined;
      await deleteRow(inTransaction(trx), found);
      await countDeletions(inTransaction(trx), { owner, rows: -1, bytes: -found.bytes });
      return found.item;
    },

    /** Erases one item in the trash. Returns whether the item was in the trash. The deletion itself remains. */
    async eraseOne(trx: unknown, owner: string, id: string): Promise<boolean> {
      const found = await find(trx, owner, id);
      if (found === undefined) return false;
      await eraseRow(inTransaction(trx), found);
      await countDeletions(inTransaction(trx), { owner, rows: 0, bytes: -found.bytes });
      return true;
    },
  };
}

interface Usage {
  readonly owner: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Adds to the count and the size of an owner's deletions. Returns the totals. */
const countDeletions = compiled((trx: Queries<ChangeTables>, { owner, rows, bytes }: Usage) =>
  sql<Omit<Usage, 'owner'>>`
    insert into deletion_usage (owner, row_count, stored_bytes) values (${owner}, ${rows}, ${bytes})
    on conflict (owner) do update set row_count = deletion_usage.row_count + excluded.row_count,
      stored_bytes = deletion_usage.stored_bytes + excluded.stored_bytes
    returning row_count as rows, stored_bytes as bytes`.compile(trx),
);

/** Makes cursors from before the sequence expire. The watermark never decreases. */
const raiseWatermark = compiled((trx: Queries<ChangeTables>, { owner, sequence }: Range) =>
  sql`
    insert into purge_watermark (owner, sequence) values (${owner}, ${sequence})
    on conflict (owner) do update set sequence = excluded.sequence
    where purge_watermark.sequence < excluded.sequence`.compile(trx),
);
