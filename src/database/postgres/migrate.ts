import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { DatabaseOptions } from '../database.ts';
import { type AppliedMigration, applyMigrations, schemaError, schemaFault } from '../schema.ts';
import type { Tables } from '../tables.ts';
import { migrations } from './migrations/index.ts';
import { openPool } from './pool.ts';
import { connectionOf, withoutSecrets } from './url.ts';

/** "task" in ASCII, twice: the lock that is held by who migrates. */
const LOCK = '8386109789166986603';

/**
 * Brings the tables up to date, all or none: the first of many instances that start at once does it, and the others
 * wait and find it done. Gives the names of what was applied. `DatabaseError` if the tables are not for this version.
 */
export async function migratePostgres({ url, version, pool }: DatabaseOptions): Promise<string[]> {
  // A large table may take its time: here a timeout would only make it start again.
  const settings = { statement_timeout: '0', lock_timeout: '0', idle_in_transaction_session_timeout: '0' };
  const own = openPool({
    ...connectionOf(url, settings),
    max: 1,
    ...(pool?.connectTimeoutMs === undefined ? {} : { connectionTimeoutMillis: pool.connectTimeoutMs }),
  });
  try {
    return await own.kysely.transaction().execute(async (trx) => {
      await trx.executeQuery(CompiledQuery.raw(`select pg_advisory_xact_lock('${LOCK}'::bigint)`));
      const fault = schemaFault(await readApplied(trx), migrations, version);
      if (fault === undefined) return [];
      if (!fault.isBehind) throw schemaError(withoutSecrets(url), fault);
      return await applyMigrations(trx, migrations);
    });
  } finally {
    await own.close();
  }
}

/** The migrations that the database has seen. */
export async function readApplied(db: Kysely<Tables>): Promise<AppliedMigration[]> {
  const exists = await sql<{ is: boolean }>`select to_regclass('migration_serves') is not null as is`.execute(
    db,
  );
  if (exists.rows[0]?.is !== true) return [];
  const { rows } = await sql<AppliedMigration>`
    select name, serves from kysely_migration left join migration_serves using (name)`.execute(db);
  return rows;
}
