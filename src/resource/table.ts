// Reads rows of a resource by id, and writes them. A resource table has the columns that its resource lists, and
// `position`, `owner` and `version`.
import { chunks } from '../database/chunks.ts';
import { compiled, compiledByForm, compiledForRows } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import type { AnyColumn, Columns, ItemOf, RowOf, Versioned } from './columns.ts';
import { deletionsOf } from './changes/deletions.ts';
import {
  type Account,
  charge,
  chargeAt,
  QuotaExceeded,
  timeOf,
  unlimited,
  type Usage,
} from './owner/account.ts';
import {
  idAt,
  millisecondsOf,
  type Position,
  positionAfter,
  positionOf,
  randomCounter,
  storedPosition,
} from './position.ts';
import { textLength } from './text-length.ts';

/** The assumed size in bytes of everything in a row except its text: numbers, the position, the owner. */
const ROW_BYTES = 100;

/** The row of a resource table. */
export type TableOf<Listed extends Columns> = RowOf<Listed> & { position: bigint; owner: string };

/** The row of a resource table whose changes appear in the change feed. */
export type TrackedTableOf<Listed extends Columns> = TableOf<Listed> & {
  /** The owner's clock at the last change of the row. */
  sequence: bigint;
};

export interface TableOptions {
  /** The table of deletions, for a resource whose changes appear in the change feed. */
  readonly deletions?: string;
  /** What the rows count as in the owner's usage. Items are counted with their bytes, other rows without. */
  readonly usage?: 'items' | 'webhooks';
}

/** Creates a new item. */
type CreateItem<Item> = (id: string, createdAt: string, version: number) => Item;

/** The columns that the queries here refer to by name, whatever the table is called. */
interface AnyRow {
  position: bigint;
  owner: string;
  id: string;
  updated_at: string;
  sequence?: bigint;
}
type AnyTables = Readonly<Record<string, AnyRow>>;

/** The columns of a row to set, and their values. */
interface RowUpdate {
  readonly position: bigint;
  readonly changed: Readonly<Record<string, unknown>>;
}

/** Derives the queries and conversions of a table from the columns of its resource. */
export function resourceTable<Name extends string, Listed extends Columns>(
  name: Name,
  columns: Listed,
  { deletions, usage = 'items' }: TableOptions = {},
) {
  type Item = ItemOf<Listed>;
  type Row = RowOf<Listed>;
  type Db = Queries<Readonly<Record<Name, TableOf<Listed>>>>;
  type ColumnName = keyof Row & string;
  const listed = Object.entries(columns as unknown as Readonly<Record<string, AnyColumn>>).map(
    ([property, { name: column, codec }]) => ({
      property,
      column,
      encode: codec.encode,
      decode: codec.decode,
    }),
  );
  const names = listed.map(({ column }) => column) as readonly ColumnName[];

  /** Returns the item in a row. The constraints of the table guarantee what the types cannot. */
  function decode(row: Row): Item {
    const values = row as Readonly<Record<string, unknown>>;
    const item: Record<string, unknown> = {};
    for (const { property, column, decode } of listed) {
      const value = values[column];
      item[property] = decode === undefined ? value : decode(value);
    }
    return item as Item;
  }

  function encode(item: Item): Row {
    const values = item as Readonly<Record<string, unknown>>;
    const row: Record<string, unknown> = {};
    for (const { property, column, encode } of listed) {
      const value = values[property];
      row[column] = encode === undefined ? value : encode(value);
    }
    return row as Row;
  }

  /** The size of an item's row. */
  function storedBytes(item: Item): number {
    return bytesOfRow(encode(item));
  }

  /** How this many rows change the owner's usage. */
  function usageOf(rows: number, bytes: number): Usage {
    const none = { items: 0, bytes: 0, keys: 0, webhooks: 0 };
    return usage === 'items' ? { ...none, items: rows, bytes } : { ...none, [usage]: rows };
  }

  /** The columns whose values differ. SQLite rewrites the indexes of every column that an update sets, changed or not. */
  function changedColumns(before: Row, after: Row): Readonly<Record<string, unknown>> {
    const changed = names.filter((column) => after[column] !== before[column]);
    return Object.fromEntries(changed.map((column) => [column, after[column]]));
  }

  const written = deletions === undefined ? names : [...names, 'sequence'];

  /** The values of a row by column name. In a compiled query, placeholders stand for the values. */
  function valuesOf(row: AnyRow): AnyRow {
    const values = row as unknown as Readonly<Record<string, unknown>>;
    return Object.fromEntries(written.map((column) => [column, values[column]])) as unknown as AnyRow;
  }

  const selectOne = compiled(
    (db: Queries<AnyTables>, { position, id, owner }: Pick<AnyRow, 'position' | 'id' | 'owner'>) =>
      db
        .selectFrom<string>(name)
        .select(names.map((column) => `${name}.${column}` as 'id'))
        .where('position', '=', position)
        .where('id', '=', id)
        .where('owner', '=', owner)
        .compile(),
  );

  const insertRow = compiled((trx: Queries<AnyTables>, row: AnyRow) =>
    trx
      .insertInto<string>(name)
      .values({ ...valuesOf(row), position: row.position, owner: row.owner })
      // A concurrent write by another owner can take the same position.
      .onConflict((conflict) => conflict.column('position').doNothing())
      .compile(),
  );

  const insertRows = compiledForRows((trx: Queries<AnyTables>, rows: readonly AnyRow[]) =>
    trx
      .insertInto<string>(name)
      .values(rows.map((row) => ({ ...valuesOf(row), position: row.position, owner: row.owner })))
      .onConflict((conflict) => conflict.column('position').doNothing())
      .returning('id')
      .compile(),
  );

  const updateRow = compiledByForm(
    ({ position, changed }: RowUpdate, bind): RowUpdate => ({
      position: bind(position),
      changed: Object.fromEntries(Object.entries(changed).map(([column, value]) => [column, bind(value)])),
    }),
    (trx: Queries<AnyTables>, { position, changed }) =>
      trx.updateTable<string>(name).set(changed).where('position', '=', position).compile(),
  );

  const deleteRow = compiled((trx: Queries<AnyTables>, { position }: Pick<AnyRow, 'position'>) =>
    trx.deleteFrom<string>(name).where('position', '=', position).compile(),
  );

  /** The size of a new item. It does not depend on its position. */
  function bytesOf(create: CreateItem<Item>): number {
    return storedBytes(create(idAt(0n), dateTime(0n), 1));
  }

  /** The row of a new item, whose sequence is its position. */
  function rowOf(item: Item, owner: string, position: Position): AnyRow {
    return { ...(encode(item) as unknown as AnyRow), position, owner, sequence: position };
  }

  /** Inserts an item at a position, or at the next one that is not taken. */
  async function insertAt(
    trx: Db,
    account: Account,
    create: CreateItem<Item>,
    now: number,
    first: Position,
  ): Promise<Item> {
    for (let position = first; ; position = await charge(trx, account, {}, now)) {
      const item = create(idAt(position), dateTime(position), 1);
      const { numAffectedRows } = await insertRow(anyTables(trx), rowOf(item, account.owner, position));
      if (numAffectedRows === 1n) return item;
    }
  }

  const trash = deletions === undefined ? undefined : deletionsOf<Item>(deletions);

  return {
    name,
    /** The columns of a row, without its position and its owner. */
    names,
    /** The names, qualified with the table's name. */
    selection: names.map((column) => `${name}.${column}` as const),
    decode,
    encode,
    usageOf,
    /** The table of deletions. Undefined for a resource whose changes do not appear in the change feed. */
    deletions,

    /** Returns the owner's item with this id. Another owner's item is not found. */
    async find(db: Db, owner: string, id: string): Promise<Item | undefined> {
      const lowerCase = id.toLowerCase();
      const position = positionOf(lowerCase);
      if (position === undefined) return undefined;
      const { rows } = await selectOne(anyTables(db), { position, id: lowerCase, owner });
      const [row] = rows;
      return row && decode(row as unknown as Row);
    },

    /**
     * Inserts the item that `create` makes, at the owner's next position. The timestamps of an owner's items never go
     * backwards, even if the clock does. Throws `QuotaExceeded`.
     */
    async insert(trx: Db, account: Account, create: CreateItem<Item>, now = timeOf(account)): Promise<Item> {
      const bytes = bytesOf(create);
      return await insertAt(trx, account, create, now, await charge(trx, account, usageOf(1, bytes), now));
    },

    /**
     * Inserts several items, at consecutive positions of the owner, with few statements. If they do not all fit in the
     * quotas, inserts none of them and throws `QuotaExceeded`. The transaction can continue after that.
     */
    async insertAll(trx: Db, account: Account, creates: readonly CreateItem<Item>[]): Promise<Item[]> {
      const now = timeOf(account);
      const sizes = creates.map((create) => usageOf(1, bytesOf(create)));
      const last = await chargeItems(trx, account, sizes, now);
      const first = last - BigInt(creates.length - 1);
      const items = creates.map((create, index) => {
        const position = first + BigInt(index);
        return create(idAt(position), dateTime(position), 1);
      });
      const rows = items.map((item, index) => rowOf(item, account.owner, first + BigInt(index)));
      const inserted = new Set<string>();
      for (const some of chunks(rows)) {
        for (const { id } of (await insertRows(anyTables(trx), some)).rows) inserted.add(id);
      }
      for (const [index, create] of creates.entries()) {
        if (inserted.has((items[index] as Versioned).id)) continue;
        items[index] = await insertAt(trx, account, create, now, await charge(trx, account, {}, now));
      }
      return items;
    },

    /** Replaces a row that was read in this transaction, and increases its version. Throws `QuotaExceeded`. */
    async update(
      trx: Db,
      account: Account,
      current: Item,
      change: (updatedAt: string, version: number) => Item,
      now = timeOf(account),
    ): Promise<Item> {
      const { version } = current as unknown as Versioned;
      const before = encode(current);
      const bytes = storedBytes(change(dateTime(0n), version + 1)) - bytesOfRow(before);
      const sequence = await charge(trx, account, usageOf(0, bytes), now);
      const item = change(dateTime(sequence), version + 1);
      const position = storedPosition(item as unknown as Versioned);
      const changed = {
        ...changedColumns(before, encode(item)),
        ...(deletions !== undefined && { sequence }),
      };
      await updateRow(anyTables(trx), { position, changed });
      return item;
    },

    /** Deletes a row that was read in this transaction. If `isRestorable`, the item goes into the trash. */
    async remove(trx: Db, account: Account, current: Item, isRestorable = false): Promise<void> {
      const { id } = current as unknown as Versioned;
      const position = storedPosition({ id });
      const sequence = await charge(trx, account, usageOf(-1, -storedBytes(current)));
      await deleteRow(anyTables(trx), { position });
      const { owner, quotas } = account;
      const content = isRestorable ? JSON.stringify(current) : null;
      const bytes = isRestorable ? storedBytes(current) : 0;
      const deletion = { position, id, owner, sequence, deleted_at: dateTime(sequence) };
      await trash?.insert(trx, { ...deletion, content, stored_bytes: bytes }, quotas);
    },

    /**
     * Takes an item out of the trash, as a new version. Resolves to undefined if the trash does not contain it. Throws
     * `QuotaExceeded`.
     */
    async restore(
      trx: Db,
      account: Account,
      id: string,
      change: (current: Item, updatedAt: string, version: number) => Item,
    ): Promise<Item | undefined> {
      const current = await trash?.take(trx, account.owner, id);
      if (current === undefined) return undefined;
      const { version } = current as unknown as Versioned;
      const bytes = storedBytes(change(current, dateTime(0n), version + 1));
      const sequence = await charge(trx, account, usageOf(1, bytes));
      const item = change(current, dateTime(sequence), version + 1);
      const row = encode(item) as unknown as AnyRow;
      const position = storedPosition(row);
      const { owner } = account;
      const { numAffectedRows } = await insertRow(anyTables(trx), { ...row, position, owner, sequence });
      if (numAffectedRows !== 1n) throw new Error(`The position of the deleted item ${id} is in use`);
      return item;
    },

    /** The queries for deletions. Undefined without a table of deletions. */
    trash,

    storedBytes,
  };
}

/** Counts several new items, and returns the position of the last one. If it throws `QuotaExceeded`, it counts none. */
async function chargeItems(
  trx: unknown,
  account: Account,
  sizes: readonly Usage[],
  now: number,
): Promise<Position> {
  const sum = (quota: keyof Usage): number => sizes.reduce((total, size) => total + size[quota], 0);
  const total = { items: sum('items'), bytes: sum('bytes'), webhooks: sum('webhooks') };
  const first = positionAfter(undefined, now, randomCounter());
  try {
    return await chargeAt(trx, account, total, first, sizes.length);
  } catch (error) {
    if (!(error instanceof QuotaExceeded)) throw error;
    const { quota, max, excess } = error;
    // The transaction can continue, so the counts must be reverted.
    const undo = { items: -total.items, bytes: -total.bytes, webhooks: -total.webhooks };
    await charge(trx, { ...account, quotas: unlimited }, undo, now);
    let free = sum(quota) - excess;
    const fitting = sizes.findIndex((size) => (free -= size[quota]) < 0);
    throw new QuotaExceeded(quota, max, excess, fitting);
  }
}

/** Returns the size of a row in bytes: its text in UTF-8, and `ROW_BYTES` for the rest. Indexes are not counted. */
function bytesOfRow(row: object): number {
  return ROW_BYTES + textLength(row, (text) => Buffer.byteLength(text));
}

/** Returns the time of a position as a date-time. */
export function dateTime(position: Position): string {
  return new Date(millisecondsOf(position)).toISOString();
}

/**
 * Erases the types of the tables: the name of the table is a variable in these queries, which Kysely's types cannot
 * express.
 */
function anyTables(db: unknown): Queries<AnyTables> {
  return db as Queries<AnyTables>;
}
