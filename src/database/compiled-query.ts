// Kysely builds and compiles a query each time it runs, which takes longer than SQLite takes to execute it. Here a
// query is built with the same API, compiled once per database, and run with different values.
import { CompiledQuery, type QueryResult } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Queries } from './storage.ts';

/** Stands for a value in a query. It can only be passed to Kysely. */
class Placeholder {
  readonly name: string | number;
  /** In a query on several rows, the index of the row that contains the value. */
  readonly row: number;

  constructor(name: string | number, row = 0) {
    this.name = name;
    this.row = row;
  }

  /** Throws, because code that computes with the value would run only once, when the query is compiled. */
  [Symbol.toPrimitive](): never {
    throw new TypeError(
      `"${this.name}" has no value while the query is compiled. Compute it before the query is run`,
    );
  }

  toJSON(): string {
    return `?${this.name}`;
  }
}

interface Template<Row> {
  readonly query: CompiledQuery<Row>;
  /** The value of each parameter, or its placeholder. */
  readonly parameters: readonly unknown[];
}

/** Keeps only the text of a compiled query. The syntax tree would take several times as much memory. */
function templateOf<Row>({ sql, parameters }: CompiledQuery<Row>): Template<Row> {
  return { query: CompiledQuery.raw(sql), parameters };
}

async function run<Row>(
  db: Queries<unknown>,
  { query, parameters }: Template<Row>,
  valueOf: (placeholder: Placeholder) => unknown,
): Promise<QueryResult<Row>> {
  const bound = parameters.map((value) => (value instanceof Placeholder ? valueOf(value) : value));
  return await db.getExecutor().executeQuery<Row>({ ...query, parameters: bound });
}

/** Creates a value once per database, on first use. */
function perDatabase<Tables, T extends object>(
  create: (db: Queries<Tables>) => T,
): (db: Queries<Tables>) => T {
  // The adapter is the key, because a database and its transactions share one adapter.
  const created = new WeakMap<object, T>();
  return (db) => {
    const { adapter } = db.getExecutor();
    const existing = created.get(adapter);
    if (existing !== undefined) return existing;
    const value = create(db);
    created.set(adapter, value);
    return value;
  };
}

/**
 * A query that is compiled once. `build` receives the values of a run by name, as placeholders, and passes them to
 * Kysely unchanged. Returns the function that runs the query on a database or in a transaction.
 *
 * @example
 * const findTitle = compiled((db: Queries<TaskTables>, { id }: { id: string }) =>
 *   db.selectFrom('task').select('title').where('id', '=', id).compile(),
 * );
 * const { rows } = await findTitle(database.reader, { id });
 */
export function compiled<Tables, Values extends object, Row>(
  build: (db: Queries<Tables>, values: Values) => CompiledQuery<Row>,
): (db: Queries<Tables>, values: Values) => Promise<QueryResult<Row>> {
  const templateFor = perDatabase((db: Queries<Tables>) => templateOf(build(db, placeholdersOf() as Values)));
  return async (db, values) => {
    const valuesByName = values as Readonly<Record<string, unknown>>;
    return await run(db, templateFor(db), ({ name }) => valuesByName[name]);
  };
}

/** Returns an object that has a placeholder for every property name. */
function placeholdersOf(row = 0): object {
  return new Proxy({}, { get: (_target, name) => new Placeholder(String(name), row) });
}

/**
 * A query on several rows, such as an insert, that is compiled once for each number of rows. `chunks` limits how many
 * different numbers occur. `build` receives the values of each row as placeholders.
 */
export function compiledForRows<Tables, Values extends object, Row>(
  build: (db: Queries<Tables>, rows: readonly Values[]) => CompiledQuery<Row>,
): (db: Queries<Tables>, rows: readonly Values[]) => Promise<QueryResult<Row>> {
  const templatesOf = perDatabase((_db: Queries<Tables>) => new Map<number, Template<Row>>());
  return async (db, rows) => {
    const templates = templatesOf(db);
    let template = templates.get(rows.length);
    if (template === undefined) {
      template = templateOf(
        build(
          db,
          rows.map((_, index) => placeholdersOf(index) as Values),
        ),
      );
      templates.set(rows.length, template);
    }
    const valuesByRow = rows as readonly Readonly<Record<string, unknown>>[];
    return await run(db, template, ({ row, name }) => valuesByRow[row]?.[name]);
  };
}

/** Replaces a value with its placeholder. */
export type Bind = <T>(value: T) => T;

/**
 * The maximum number of forms (see `compiledByForm`) that stay compiled. A simple list takes 2 kB, and the longest list
 * that the contract allows takes 40 kB.
 */
const MAX_FORMS = 100;

/**
 * A query whose SQL varies, for example with its filters. Each variant in use is compiled once. A run describes the
 * query as plain data. `bound` returns this description with `bind(value)` in place of each value: the form of the
 * query. `build` creates the query, and must use nothing but the form.
 */
export function compiledByForm<Tables, Description, Row>(
  bound: (description: Description, bind: Bind) => Description,
  build: (db: Queries<Tables>, form: Description) => CompiledQuery<Row>,
): (db: Queries<Tables>, description: Description) => Promise<QueryResult<Row>> {
  const templatesOf = perDatabase(
    (_db: Queries<Tables>) => new LRUCache<string, Template<Row>>({ max: MAX_FORMS }),
  );
  return async (db, description) => {
    const values: Record<number, unknown> = {};
    let count = 0;
    const form = bound(description, <T>(value: T) => {
      values[count] = value;
      return new Placeholder(count++) as T;
    });
    const templates = templatesOf(db);
    const key = JSON.stringify(form);
    let template = templates.get(key);
    if (template === undefined) {
      template = templateOf(build(db, form));
      templates.set(key, template);
    }
    return await run(db, template, ({ name }) => values[Number(name)]);
  };
}
