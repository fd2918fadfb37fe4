// Transfers the items of a resource to another database, with all their stored fields. An export has one line per item:
//
//   {"owner":"ada","bookmark":{"id":"019cadd4-…","url":"https://example.com/",…}}
import { sql } from 'kysely';
import type { JsonObject } from '../contract/reference.ts';
import { chunks } from '../database/chunks.ts';
import type { Database } from '../database/database.ts';
import type { Queries } from '../database/storage.ts';
import type { Versioned } from './columns.ts';
import { chargeAt, type Usage, unlimited } from './owner/account.ts';
import { millisecondsOf, positionAfter, positionOf, storedPosition } from './position.ts';

/** An item that can be transferred. */
export interface Dated extends Versioned {
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A line of an export: an item under the name of its table, its owner, and the values of other columns. */
export interface OwnedItem {
  readonly owner: string;
}

/** The line of an item in the table `Name`. */
export type Owned<Name extends string, Item> = OwnedItem & Readonly<Record<Name, Item>>;

/** Reads and inserts one owner's items in one transaction. */
export interface ItemImport<Line> {
  /**
   * Returns the stored items at the positions of the given items. These are the same items if they were imported
   * before, or different ones.
   */
  findAtPositionsOf(lines: readonly Line[]): Promise<Map<bigint, Line>>;
  /**
   * Inserts items unchanged, with their ids, timestamps and versions, even beyond the quotas. None of the items may exist
   * yet.
   */
  insert(lines: readonly Line[]): Promise<void>;
}

/** The transfer of a resource from or to a database. */
export interface OpenTransfer<Line> {
  /** Reads all items in batches, owner by owner, oldest first. With `after`, reads only the items after that one. */
  readAll(after?: Line): AsyncGenerator<Line[]>;
  count(): Promise<number>;
  /** Runs `work` on an owner's items, in one transaction. */
  write<T>(owner: string, work: (items: ItemImport<Line>) => Promise<T>): Promise<T>;
}

/** How the items of a resource are transferred. */
export interface Transfer<Tables, Line extends OwnedItem = OwnedItem> {
  /** The name of the table, and of the property that contains the item. */
  readonly name: string;
  /** The JSON Schema of a line, with references into the contract. */
  readonly schema: JsonObject;
  itemOf(line: Line): Dated;
  /** Returns a contradiction between the fields of an item, which a JSON Schema cannot express. */
  findContradiction(line: Line): string | undefined;
  open(database: Database<Tables>): OpenTransfer<Line>;
}

/** What `itemTransfer` requires of a table (`resourceTable`). */
interface TransferTable<Name extends string, Item> {
  readonly name: Name;
  readonly selection: readonly string[];
  /** The table of deletions, for a resource whose changes appear in the change feed. */
  readonly deletions: string | undefined;
  decode(row: object): Item;
  encode(item: Item): object;
  storedBytes(item: Item): number;
  usageOf(rows: number, bytes: number): Usage;
}

export interface TransferOptions<Tables, Item> {
  /** The name of the item's schema in the contract. */
  readonly schema: string;
  /** Other columns to transfer: for each property of a line, the name of its column and its JSON Schema. */
  readonly others?: Readonly<Record<string, { readonly column: string; readonly schema: JsonObject }>>;
  readonly findContradiction?: (item: Item) => string | undefined;
  /** Stores the data of new items that belongs in other tables. */
  readonly onInsert?: (
    trx: Queries<Tables>,
    owner: string,
    items: readonly Item[],
    database: Database<Tables>,
  ) => Promise<void>;
}

interface AnyRow {
  position: bigint;
  owner: string;
}

/** How many items one query reads. */
const BATCH_SIZE = 256;

/** Derives the transfer of a resource from its table. */
export function itemTransfer<Tables, Name extends string, Item extends Dated, Others = unknown>(
  table: TransferTable<Name, Item>,
  { schema, others = {}, findContradiction, onInsert }: TransferOptions<Tables, Item>,
): Transfer<Tables, Others & Owned<Name, Item>> {
  type Line = Others & Owned<Name, Item>;
  type Values = Readonly<Record<string, unknown>>;
  const { name, deletions } = table;
  const columns = Object.entries(others).map(([property, { column }]) => ({ property, column }));
  const itemOf = (line: Line): Item => line[name];

  /**
   * Erases the types of the tables: the name of the table is a variable in these queries, which Kysely's types cannot
   * express.
   */
  const anyTables = (db: unknown) => db as Queries<Readonly<Record<string, AnyRow>>>;

  function lineOf(row: AnyRow): Line {
    const values = row as unknown as Values;
    const more = columns.map(({ property, column }) => [property, values[column]]);
    return { owner: row.owner, [name]: table.decode(row), ...Object.fromEntries(more) } as Line;
  }

  const select = (db: unknown) =>
    anyTables(db)
      .selectFrom<string>(name)
      .select(['owner', ...table.selection, ...columns.map(({ column }) => column)] as 'owner'[]);

  // Reads one owner after another. With a comparison of the pair (owner, position), SQLite would read each owner's
  // items from the beginning.

  async function ownerAfter(db: unknown, owner: string | undefined): Promise<string | undefined> {
    const row = await anyTables(db)
      .selectFrom<string>(name)
      .select('owner')
      .$if(owner !== undefined, (query) => query.where('owner', '>', owner ?? ''))
      .orderBy('owner')
      .limit(1)
      .executeTakeFirst();
    return row?.owner;
  }

  async function batchAfter(db: unknown, owner: string, position: bigint | undefined): Promise<Line[]> {
    const rows = await select(db)
      .where('owner', '=', owner)
      .$if(position !== undefined, (query) => query.where('position', '>', position ?? 0n))
      .orderBy(`${name}.position` as 'position')
      .limit(BATCH_SIZE)
      .execute();
    return rows.map((row) => lineOf(row as AnyRow));
  }

  async function* readAll(db: unknown, after?: Line): AsyncGenerator<Line[]> {
    let owner = after?.owner ?? (await ownerAfter(db, undefined));
    let position = after && storedPosition(itemOf(after));
    while (owner !== undefined) {
      const batch = await batchAfter(db, owner, position);
      if (batch.length > 0) yield batch;
      const last = batch.at(-1);
      position = last && storedPosition(itemOf(last));
      if (batch.length < BATCH_SIZE) {
        owner = await ownerAfter(db, owner);
        position = undefined;
      }
    }
  }

  async function findAtPositionsOf(trx: unknown, lines: readonly Line[]): Promise<Map<bigint, Line>> {
    const found = new Map<bigint, Line>();
    for (const positions of chunks(lines.map((line) => storedPosition(itemOf(line))))) {
      const rows = await select(trx)
        .where(`${name}.position` as 'position', 'in', positions)
        .execute();
      for (const line of rows.map((row) => lineOf(row as AnyRow)))
        found.set(storedPosition(itemOf(line)), line);
    }
    return found;
  }

  async function insert(trx: unknown, owner: string, lines: readonly Line[]): Promise<void> {
    const items = lines.map(itemOf);
    const bytes = items.reduce((sum, item) => sum + table.storedBytes(item), 0);
    const clocks = items.flatMap((item) => [
      storedPosition(item),
      positionAfter(undefined, Date.parse(item.updatedAt)),
    ]);
    const latest = clocks.reduce((latest, clock) => (clock > latest ? clock : latest), 0n);
    // Each item gets a different sequence, so that clients of the change feed receive it.
    const usage = table.usageOf(items.length, bytes);
    const clock = await chargeAt(trx, { owner, quotas: unlimited }, usage, latest + 1n, items.length);
    const rows = lines.map((line, index) => ({
      ...table.encode(itemOf(line)),
      ...Object.fromEntries(columns.map(({ property, column }) => [column, (line as Values)[property]])),
      ...(deletions !== undefined && { sequence: clock - BigInt(items.length - 1 - index) }),
      position: storedPosition(itemOf(line)),
      owner,
    }));
    if (deletions !== undefined) {
      for (const some of chunks(rows.map(({ position }) => position)))
        await anyTables(trx).deleteFrom<string>(deletions).where('position', 'in', some).execute();
    }
    for (const some of chunks(rows)) await anyTables(trx).insertInto<string>(name).values(some).execute();
  }

  return {
    name,
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['owner', name, ...Object.keys(others)],
      properties: {
        owner: { type: 'string', minLength: 1, maxLength: 255 },
        [name]: { $ref: `contract#/components/schemas/${schema}`, unevaluatedProperties: false },
        ...Object.fromEntries(Object.entries(others).map(([property, other]) => [property, other.schema])),
      },
    },
    itemOf,
    findContradiction: (line) => findContradiction?.(itemOf(line)) ?? findContradictionOfDates(itemOf(line)),
    open: (database) => ({
      readAll: (after) => readAll(database.reader, after),
      async count() {
        const { rows } = await sql<{
          total: number | string;
        }>`select count(*) as total from ${sql.table(name)}`.execute(database.reader);
        return Number(rows[0]?.total);
      },
      write: (owner, work) =>
        database.write(owner, (trx) =>
          work({
            findAtPositionsOf: (lines) => findAtPositionsOf(trx, lines),
            async insert(lines) {
              await insert(trx, owner, lines);
              await onInsert?.(trx, owner, lines.map(itemOf), database);
            },
          }),
        ),
    }),
  };
}

function findContradictionOfDates({ id, createdAt, updatedAt }: Dated): string | undefined {
  const position = positionOf(id);
  if (position === undefined) return 'its id contains no position';
  if (new Date(millisecondsOf(position)).toISOString() !== createdAt)
    return 'the time in its id differs from its createdAt';
  return updatedAt < createdAt ? 'its updatedAt is before its createdAt' : undefined;
}
