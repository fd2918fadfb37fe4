// Kysely builds and compiles a query each time it is run, which costs more than SQLite needs to answer it. Here a
// query is stated in the same way, and compiled once for each database that it is asked of; its values come later.
import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Tables } from './tables.ts';

/** Stands in a query for a value that comes when it is run. It can be handed to Kysely, and nothing else. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** What computes with the value, or tests it, would do so once and for all. */
  [Symbol.toPrimitive](): never {
    throw new TypeError(
      `"${this.name}" has no value yet where the query is compiled: compute before it is run`,
    );
  }
}

interface Template<Row> {
  readonly query: CompiledQuery<Row>;
  /** For each parameter its value, or the place of it. */
  readonly parameters: readonly unknown[];
}

/**
 * A query that is compiled once: `build` gets the values of one run by their names, and may use each as it stands.
 * Gives the function that runs it, on a database or in a transaction, with values.
 */
export function compiled<Values extends object, Row>(
  build: (db: Kysely<Tables>, values: Values) => CompiledQuery<Row>,
): (db: Kysely<Tables>, values: Values) => Promise<QueryResult<Row>> {
  // By the adapter: it is the one part that a database and all its transactions share.
  const templates = new WeakMap<object, Template<Row>>();
  const places = new Proxy({}, { get: (_target, name) => new Place(String(name)) }) as Values;

  function templateFor(db: Kysely<Tables>, adapter: object): Template<Row> {
    const query = build(db, places);
    const template = { query, parameters: query.parameters };
    templates.set(adapter, template);
    return template;
  }

  return async (db, values) => {
    const executor = db.getExecutor();
    const { query, parameters } = templates.get(executor.adapter) ?? templateFor(db, executor.adapter);
    const given = values as Readonly<Record<string, unknown>>;
    const bound = parameters.map((value) => (value instanceof Place ? given[value.name] : value));
    return await executor.executeQuery<Row>({ ...query, parameters: bound });
  };
}
