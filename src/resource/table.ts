// Reads and writes the rows of a resource, one at a time. A resource table has the columns that its resource lists, and
// `position`, `owner` and `version`.
import { compiled } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import type { AnyColumn, Columns, ItemOf, RowOf, Versioned } from './columns.ts';
import {
  idAt,
  millisecondsOf,
  positionAfter,
  positionOf,
  randomCounter,
  storedPosition,
} from './position.ts';

/** The row of a resource table. */
export type TableOf<Listed extends Columns> = RowOf<Listed> & { position: bigint; owner: string };

/** The columns that the queries here use by name, in a table of any name. */
interface AnyRow {
  position: bigint;
  owner: string;
  id: string;
  updated_at: string;
}
type AnyTables = Readonly<Record<string, AnyRow>>;

/** Derives the queries and conversions of a table from the columns of its resource. */
export function resourceTable<Name extends string, Listed extends Columns>(name: Name, columns: Listed) {
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

  /** The item in a row. The constraints of the table guarantee what the types cannot. */
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

  /** The values of a row by the names of its columns. A query that is compiled has placeholders for values. */
  function valuesOf(row: AnyRow): AnyRow {
    const values = row as unknown as Readonly<Record<string, unknown>>;
    return Object.fromEntries(names.map((column) => [column, values[column]])) as unknown as AnyRow;
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

  const selectLast = compiled((trx: Queries<AnyTables>, { owner }: Pick<AnyRow, 'owner'>) =>
    trx
      .selectNoFrom((eb) => [
        eb
          .selectFrom<string>(name)
          .select('id')
          .where('owner', '=', owner)
          .orderBy('position', 'desc')
          .limit(1)
          .as('id'),
        eb
          .selectFrom<string>(name)
          .select('updated_at')
          .where('owner', '=', owner)
          .orderBy('updated_at', 'desc')
          .limit(1)
          .as('updatedAt'),
      ])
      .compile(),
  );

  const insertRow = compiled((trx: Queries<AnyTables>, row: AnyRow) =>
    trx
      .insertInto<string>(name)
      .values({ ...valuesOf(row), position: row.position, owner: row.owner })
      // A concurrent write of another owner can take the same position.
      .onConflict((conflict) => conflict.column('position').doNothing())
      .compile(),
  );

  const updateRow = compiled((trx: Queries<AnyTables>, row: AnyRow) =>
    trx.updateTable<string>(name).set(valuesOf(row)).where('position', '=', row.position).compile(),
  );

  const deleteRow = compiled((trx: Queries<AnyTables>, { position }: Pick<AnyRow, 'position'>) =>
    trx.deleteFrom<string>(name).where('position', '=', position).compile(),
  );

  /** The position of the owner's newest row, and the time (ms) of the owner's latest write. */
  async function lastWrite(trx: Queries<AnyTables>, owner: string) {
    const { rows } = await selectLast(trx, { owner });
    const [row] = rows;
    return {
      newest: typeof row?.id === 'string' ? positionOf(row.id) : undefined,
      latest: typeof row?.updatedAt === 'string' ? Date.parse(row.updatedAt) : 0,
    };
  }

  return {
    name,
    /** The columns of a row, without its position and its owner. */
    names,
    /** The same, qualified with the name of the table. */
    selection: names.map((column) => `${name}.${column}` as const),
    decode,
    encode,

    /** The owner's row with this id. A row of another owner counts as absent. */
    async find(db: Db, owner: string, id: string): Promise<Item | undefined> {
      const lowerCase = id.toLowerCase();
      const position = positionOf(lowerCase);
      if (position === undefined) return undefined;
      const { rows } = await selectOne(anyTables(db), { position, id: lowerCase, owner });
      const [row] = rows;
      return row && decode(row as unknown as Row);
    },

    /**
     * Inserts the item that `create` makes, at the first free position after the owner's newest row. Within an owner,
     * timestamps never go backwards, even when the clock does.
     */
    async insert(
      trx: Db,
      owner: string,
      create: (id: string, createdAt: string, version: number) => Item,
      now = Date.now(),
    ): Promise<Item> {
      const { newest, latest } = await lastWrite(anyTables(trx), owner);
      const milliseconds = Math.max(now, latest);
      let position = newest;
      for (;;) {
        position = positionAfter(position, milliseconds, randomCounter());
        const createdAt = new Date(millisecondsOf(position)).toISOString();
        const item = create(idAt(position), createdAt, 1);
        const row = encode(item) as unknown as AnyRow;
        const { numAffectedRows } = await insertRow(anyTables(trx), { ...row, position, owner });
        if (numAffectedRows === 1n) return item;
      }
    },

    /** Replaces a row that was read in this transaction, and increases its version. */
    async update(
      trx: Db,
      owner: string,
      current: Item,
      change: (updatedAt: string, version: number) => Item,
      now = Date.now(),
    ): Promise<Item> {
      const { latest } = await lastWrite(anyTables(trx), owner);
      const { version } = current as unknown as Versioned;
      const item = change(new Date(Math.max(now, latest)).toISOString(), version + 1);
      const row = encode(item) as unknown as AnyRow;
      await updateRow(anyTables(trx), { ...row, position: storedPosition(row) });
      return item;
    },

    async remove(trx: Db, position: bigint): Promise<void> {
      await deleteRow(anyTables(trx), { position });
    },
  };
}

/** The queries here name the table by a variable, which the types of Kysely cannot follow. */
function anyTables(db: unknown): Queries<AnyTables> {
  return db as Queries<AnyTables>;
}
