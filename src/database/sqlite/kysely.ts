import { type DatabaseConnection, DefaultQueryExecutor, Kysely, SqliteDialect } from 'kysely';
import type { Connection } from './connection.ts';

/**
 * Kysely's view of a connection. `ready` is waited for before each query.
 *
 * Kysely's own driver takes the connection from a pool of one for every query, with a mutex and some fifteen promises
 * that cost more than the query. Here it is always there, since SQLite answers before anything else can run.
 */
export function kyselyOn(connection: Connection, ready?: () => Promise<void>): Kysely<unknown> {
  const dialect = new SqliteDialect({ database: connection.raw });
  const queried: DatabaseConnection = {
    async executeQuery({ sql, parameters }) {
      const { rows, changes } = connection.execute(sql, parameters);
      return { rows: rows as never[], numAffectedRows: BigInt(changes) };
    },
    streamQuery() {
      throw new Error('A stream would hold up all other reads until its end: read page by page instead');
    },
  };
  const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), {
    async provideConnection(consumer) {
      if (ready !== undefined) await ready();
      return await consumer(queried);
    },
  });
  // Nobody begins a transaction through Kysely, so the driver is there for its type alone.
  return new Kysely<unknown>({ config: { dialect }, dialect, driver: dialect.createDriver(), executor });
}
