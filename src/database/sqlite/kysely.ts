import {
  type DatabaseConnection,
  type DialectAdapter,
  DefaultQueryExecutor,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteQueryCompiler,
} from 'kysely';
import type { Result } from './connection.ts';

/** Runs a statement and returns all its rows. */
export type Execute = (text: string, parameters: readonly unknown[]) => Result | Promise<Result>;

/**
 * Creates a Kysely instance that runs its queries with `execute`. Instances with the same adapter share compiled
 * queries.
 *
 * Kysely's own driver acquires the connection from a pool of one for every query, with a mutex and some fifteen
 * promises, which takes longer than the query. Here no pool is needed: SQLite runs each query synchronously.
 */
export function kyselyOn(execute: Execute, adapter: DialectAdapter = new SqliteAdapter()): Kysely<unknown> {
  const connection: DatabaseConnection = {
    async executeQuery({ sql, parameters }) {
      const result = execute(sql, parameters);
      const { rows, changes } = result instanceof Promise ? await result : result;
      return { rows: rows as never[], numAffectedRows: BigInt(changes) };
    },
    streamQuery() {
      throw new Error('A stream would block all other reads until it ends. Read page by page instead');
    },
  };
  const executor = new DefaultQueryExecutor(new SqliteQueryCompiler(), adapter, {
    provideConnection: (consumer) => consumer(connection),
  });
  // Kysely requires a dialect and a driver, but only uses them to begin transactions, which this program does itself.
  const dialect = new SqliteDialect({
    database: () => Promise.reject(new Error("Use the database's write method for transactions")),
  });
  return new Kysely<unknown>({ config: { dialect }, dialect, driver: dialect.createDriver(), executor });
}
