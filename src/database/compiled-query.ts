// Kysely builds and compiles a query each time it is run, which costs more than SQLite needs to answer it. Here a
// query is stated in the same way, and compiled once for each database that it is asked of; its values come later.
import { CompiledQuery, type QueryResult } from 'kysely';
import { recent, type Recent } from './lru-cache.ts';
import type { Queries } from './storage.ts';

/** Stands in a query for a value that comes when it is run. It can be handed to Kysely, and nothing else. */
class Place {
  readonly name: string | number;

  constructor(name: string | number) {
    this.name = name;
  }

  /** What computes with the value, or tests it, would do so once and for all. */
  [Symbol.toPrimitive](): never {
    throw new TypeError(
      `"${this.name}" has no value yet where the query is compiled: compute before it is run`,
    );
  }

  toJSON(): string {
    return `?${this.name}`;
  }
}

interface Template<Row> {
  readonly query: CompiledQuery<Row>;
  /** For each parameter its value, or the place of it. */
  readonly parameters: readonly unknown[];
}

/** Of a query that was compiled its text is enough, and takes a fraction of the memory. */
function templateOf<Row>({ sql, parameters }: CompiledQuery<Row>): Template<Row> {
  return { query: CompiledQuery.raw(sql), parameters };
}

async function run<Row>(
  db: Queries<unknown>,
  { query, parameters }: Template<Row>,
  values: Readonly<Record<string | number, unknown>>,
): Promise<QueryResult<Row>> {
  const bound = parameters.map((value) => (value instanceof Place ? values[value.name] : value));
  return await db.getExecutor().executeQuery<Row>({ ...query, parameters: bound });
}

/** What belongs to a database, made when it is first asked for. */
function perDatabase<Tables, T extends object>(make: (db: Queries<Tables>) => T): (db: Queries<Tables>) => T {
  // By the adapter: it is the one part that a database and all its transactions share.
  const made = new WeakMap<object, T>();
  return (db) => {
    const { adapter } = db.getExecutor();
    const known = made.get(adapter);
    if (known !== undefined) return known;
    const own = make(db);
    made.set(adapter, own);
    return own;
  };
}

/**
 * A query that is compiled once: `build` gets the values of one run by their names, and may use each as it stands.
 * Gives the function that runs it, on a database or in a transaction, with values.
 */
export function compiled<Tables, Values extends object, Row>(
  build: (db: Queries<Tables>, values: Values) => CompiledQuery<Row>,
): (db: Queries<Tables>, values: Values) => Promise<QueryResult<Row>> {
  const places = new Proxy({}, { get: (_target, name) => new Place(String(name)) }) as Values;
  const templateFor = perDatabase((db: Queries<Tables>) => templateOf(build(db, places)));
  return async (db, values) => await run(db, templateFor(db), values as Readonly<Record<string, unknown>>);
}

/** Puts the place of a value where the value was. */
export type Bind = <T>(value: T) => T;

/** So many forms are kept. A simple list takes some 2 kB, and the longest that the contract allows 40. */
const FORMS = 100;

/**
 * A query that has many forms, compiled once for each that is in use. It is asked for as plain data; `bound` gives the
 * same with `bind(value)` in place of each value, and `build` states the query from that. Whatever else the data holds
 * is the form, and has to be all that `build` looks at.
 */
export function compiledByForm<Tables, Asked, Row>(
  bound: (asked: Asked, bind: Bind) => Asked,
  build: (db: Queries<Tables>, form: Asked) => CompiledQuery<Row>,
): (db: Queries<Tables>, asked: Asked) => Promise<QueryResult<Row>> {
  const templatesOf = perDatabase((_db: Queries<Tables>): Recent<Template<Row>> => recent(FORMS));
  return async (db, asked) => {
    const values: Record<number, unknown> = {};
    let places = 0;
    const form = bound(asked, <T>(value: T) => {
      values[places] = value;
      return new Place(places++) as T;
    });
    const template = templatesOf(db).get(JSON.stringify(form), () => templateOf(build(db, form)));
    return await run(db, template, values);
  };
}
