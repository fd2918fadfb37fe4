import type Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { DatabaseError } from '../errors.ts';
import {
  type AppliedMigration,
  applyMigrations,
  developmentMismatch,
  findMismatch,
  MIGRATION_TABLE,
  mismatchError,
} from '../migrations.ts';
import type { Migrations } from '../storage.ts';
import { APPLICATION_ID } from './application-id.ts';
import type { Write } from './group-commit.ts';

/** The migrations and the version of the program. */
export interface ProgramSchema {
  readonly migrations: Migrations;
  readonly version: string | undefined;
}

/**
 * Returns whether the tables must be migrated. Throws `DatabaseError` if the file is not empty and was not created by
 * this program, or if its tables require a different version of the program.
 */
export function needsMigration(
  raw: Sqlite.Database,
  path: string,
  { migrations, version }: ProgramSchema,
): boolean {
  assertOwnFile(raw, path);
  const mismatch = findMismatch(appliedTo(raw, path), migrations, version);
  if (mismatch !== undefined && !mismatch.isBehind) throw mismatchError(path, mismatch);
  return mismatch !== undefined;
}

/** Throws `DatabaseError` if the file is not empty and was not created by this program. */
export function assertOwnFile(raw: Sqlite.Database, path: string): void {
  const tables = raw.prepare<[], number>('select count(*) from sqlite_schema').pluck().get();
  if (tables !== 0 && raw.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new DatabaseError(
      `${path} is a database that another program created`,
      'Set the database URL to a database created by this program, or to a file that does not exist yet',
    );
  }
}

/** Applies all missing migrations in one transaction, and returns their names. */
export async function migrate(write: Write, migrations: Migrations): Promise<string[]> {
  // The transaction holds the write lock: if two processes start at the same time, the second has nothing left to do.
  return await write('', async (trx) => {
    await sql.raw(`pragma application_id = ${APPLICATION_ID}`).execute(trx);
    return await applyMigrations(trx, migrations);
  });
}

/** Throws `DatabaseError` if a migration is missing. */
export function assertMigrated(
  raw: Sqlite.Database,
  path: string,
  { migrations, version }: ProgramSchema,
): void {
  const mismatch = findMismatch(appliedTo(raw, path), migrations, version);
  if (mismatch !== undefined) throw mismatchError(path, mismatch);
}

function appliedTo(raw: Sqlite.Database, path: string): AppliedMigration[] {
  const tables = raw
    .prepare<[string], string>("select name from sqlite_schema where name in (?, 'kysely_migration')")
    .pluck()
    .all(MIGRATION_TABLE);
  if (tables.includes(MIGRATION_TABLE)) {
    return raw.prepare<[], AppliedMigration>(`select name, serves from ${MIGRATION_TABLE}`).all();
  }
  if (tables.length > 0) throw mismatchError(path, developmentMismatch);
  return [];
}
