import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { DatabaseOptions } from '../database.ts';
import {
  type AppliedMigration,
  applyMigrations,
  developmentMismatch,
  findMismatch,
  MIGRATION_TABLE,
  mismatchError,
} from '../migrations.ts';
import type { Migrations } from '../storage.ts';
import { openPool } from './pool.ts';
import { connectionOf, withoutSecrets } from './url.ts';

/** The key of the advisory lock that a running migration holds: "task" in ASCII, twice. */
const LOCK = '8386109789166986603';

/**
 * Applies all missing migrations in one transaction, and returns their names. If several instances start at the same
 * time, the others wait for the first one, and then have nothing left to do. Throws `DatabaseError` if the tables
 * require another version.
 */
export async function migratePostgres(
  { url, version, pool }: DatabaseOptions,
  migrations: Migrations,
): Promise<string[]> {
  // Migrating a large table takes a long time. After a timeout, the migration would only start over.
  const settings = { statement_timeout: '0', lock_timeout: '0', idle_in_transaction_session_timeout: '0' };
  const own = openPool({
    ...connectionOf(url, settings),
    max: 1,
    ...(pool?.connectTimeoutMs === undefined ? {} : { connectionTimeoutMillis: pool.connectTimeoutMs }),
  });
  try {
    return await own.kysely.transaction().execute(async (trx) => {
      await trx.executeQuery(CompiledQuery.raw(`select pg_advisory_xact_lock('${LOCK}'::bigint)`));
      const name = withoutSecrets(url);
      const mismatch = findMismatch(await readApplied(trx, name), migrations, version);
      if (mismatch === undefined) return [];
      if (!mismatch.isBehind) throw mismatchError(name, mismatch);
      return await applyMigrations(trx, migrations);
    });
  } finally {
    await own.close();
  }
}

/** Returns the migrations applied to the database called `name`, in the schema where new tables are created. */
export async function readApplied(db: Kysely<unknown>, name: string): Promise<AppliedMigration[]> {
  // Reads only the current schema: another schema in the search path may contain another instance's tables.
  const { rows } = await sql<{ own: boolean; development: boolean }>`
    select ${inCurrentSchema(MIGRATION_TABLE)} as own,
      ${inCurrentSchema('kysely_migration')} and ${inCurrentSchema('migration_serves')} as development`.execute(
    db,
  );
  if (rows[0]?.own === true) {
    return (await sql<AppliedMigration>`select name, serves from ${sql.table(MIGRATION_TABLE)}`.execute(db))
      .rows;
  }
  if (rows[0]?.development === true) throw mismatchError(name, developmentMismatch);
  return [];
}

function inCurrentSchema(table: string) {
  return sql<boolean>`to_regclass(format('%I.%I', current_schema(), ${table}::text)) is not null`;
}
