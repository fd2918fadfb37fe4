import type Sqlite from 'better-sqlite3';
import { DatabaseError } from '../errors.ts';
import { type AppliedMigration, applyMigrations, schemaError, schemaFault } from '../schema.ts';
import { APPLICATION_ID } from './application-id.ts';
import type { Write } from './group-commit.ts';
import { migrations } from './migrations/index.ts';

/**
 * Makes sure that the file is empty or one of this program, and that no newer version has left this one behind;
 * `DatabaseError` if not. Tells whether its tables are still to be migrated.
 */
export function needsMigration(raw: Sqlite.Database, path: string, version: string | undefined): boolean {
  assertOwnFile(raw, path);
  const fault = schemaFault(appliedTo(raw), migrations, version);
  if (fault !== undefined && !fault.isBehind) throw schemaError(path, fault);
  return fault !== undefined;
}

/** Makes sure that the file is empty or one of this program; `DatabaseError` if not. */
export function assertOwnFile(raw: Sqlite.Database, path: string): void {
  const tables = raw.prepare<[], number>('select count(*) from sqlite_schema').pluck().get();
  if (tables !== 0 && raw.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new DatabaseError(
      `${path} is a database of another program`,
      'Set the database URL to a file of this program, or to one that does not exist yet',
    );
  }
}

/** Brings the tables up to date: all the missing migrations are applied, or none when one of them throws. */
export async function migrate(write: Write): Promise<string[]> {
  // In one transaction that holds the lock: of two processes starting at once, the second finds the work done.
  return await write((trx) => applyMigrations(trx, migrations));
}

/** For whoever does not want a file to be migrated, or may not. */
export function assertMigrated(raw: Sqlite.Database, path: string, version: string | undefined): void {
  const fault = schemaFault(appliedTo(raw), migrations, version);
  if (fault !== undefined) throw schemaError(path, fault);
}

function appliedTo(raw: Sqlite.Database): AppliedMigration[] {
  const tables = raw
    .prepare<[], string>(
      "select name from sqlite_schema where name in ('kysely_migration', 'migration_serves')",
    )
    .pluck()
    .all();
  if (!tables.includes('kysely_migration')) return [];
  return tables.includes('migration_serves')
    ? raw
        .prepare<[], AppliedMigration>(
          'select name, serves from kysely_migration left join migration_serves using (name)',
        )
        .all()
    : raw.prepare<[], AppliedMigration>('select name, null as serves from kysely_migration').all();
}
