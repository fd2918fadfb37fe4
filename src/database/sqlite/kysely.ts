import { type DatabaseConnection, DefaultQueryExecutor, Kysely, SqliteDialect } from 'kysely';
import type { Connection } from './connection.ts';

/**
 * Creates a Kysely instance on a connection. It awaits `ready` before each query.
 *
 * Kysely's own driver acquires the connection from a pool of one for every query, with a mutex and some fifteen promises,
 * which takes longer than the query. Here no pool is needed: SQLite runs each query synchronously.
 */
export function kyselyOn(connection: Connection, ready?: () => Promise<void>): Kysely<unknown> {
  const dialect = new SqliteDialect({ database: connection.raw });
  const kyselyConnection: DatabaseConnection = {
    async executeQuery({ sql, parameters }) {
      const { rows, changes } = connection.execute(sql, parameters);
      return { rows: rows as never[], numAffectedRows: BigInt(changes) };
    },
    streamQuery() {
      throw new Error('A stream would block all other reads until its end. Read page by page instead');
    },
  };
  const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), {
    async provideConnection(consumer) {
      if (ready !== undefined) await ready();
      return await consumer(kyselyConnection);
    },
  });
  // Kysely requires a driver, but only uses it to begin transactions, which this program does itself.
  return new Kysely<unknown>({ config: { dialect }, dialect, driver: dialect.createDriver(), executor });
}
