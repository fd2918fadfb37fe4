// Checks whether a program and the existing tables are compatible. During a rolling update, two versions of the program
// work with the same tables: those of the newer version. Each migration therefore names the oldest version that can
// still use the tables.
import { type Kysely, sql } from 'kysely';
import { DatabaseError } from './errors.ts';
import type { EngineName, Migration, Migrations, Storage } from './storage.ts';

/** A migration that was applied to a database. */
export interface AppliedMigration {
  readonly name: string;
  readonly serves: string;
}

/** Why the tables are incompatible with this program. */
export interface SchemaMismatch {
  readonly what: string;
  readonly remedy: string;
  /** Whether a migration resolves the mismatch. */
  readonly isBehind: boolean;
}

/**
 * The table of applied migrations. Other programs in the same schema have their own table, for example
 * `kysely_migration`.
 */
export const MIGRATION_TABLE = 'task_manager_migration';

/** The migrations of all storages for an engine. */
export function migrationsOf(storages: readonly Storage<unknown>[], engine: EngineName): Migrations {
  return Object.fromEntries(storages.flatMap(({ migrations }) => Object.entries(migrations[engine])));
}

/** Compares the migrations applied to a database with those of this program. */
export function findMismatch(
  applied: readonly AppliedMigration[],
  migrations: Migrations,
  version: string | undefined,
): SchemaMismatch | undefined {
  const newer = applied.filter(({ name }) => !Object.hasOwn(migrations, name));
  const refusing = newer.find(({ serves }) => version === undefined || isOlder(version, serves));
  if (refusing !== undefined) {
    return {
      what: `was written by a newer version of this program: the migration ${refusing.name} requires version ${refusing.serves} or later`,
      remedy: 'Run that version, or restore the backup from before the upgrade',
      isBehind: false,
    };
  }
  const missing = missingFrom(applied, migrations);
  if (missing.length === 0) return undefined;
  return newer.length === 0
    ? {
        what: `lacks the migrations ${missing.join(', ')}`,
        remedy: 'Run "npm run migrate", or the command "migrate" in a container',
        isBehind: true,
      }
    : {
        what: `has migrations from another branch of this program (${newer.map(({ name }) => name).join(', ')})`,
        remedy: 'Run the version that wrote it',
        isBehind: false,
      };
}

/** The mismatch for a database that a development version wrote: the first release has different migrations. */
export const developmentMismatch: SchemaMismatch = {
  what: 'was written by a development version from before 1.0.0',
  remedy:
    'With that version, run "npm run export -- tasks.ndjson". Then set the database URL to a new database and run ' +
    '"npm run import -- tasks.ndjson" with this version',
  isBehind: false,
};

/** The error for a mismatch in the database called `name`. */
export function mismatchError(name: string, { what, remedy }: SchemaMismatch): DatabaseError {
  return new DatabaseError(`${name} ${what}`, remedy);
}

/**
 * Applies the missing migrations in the transaction `trx`, and returns their names. Kysely's own migrator is not used:
 * it requires two tables for names and a lock, and `serves` would require a third. Here the transaction is the lock.
 */
export async function applyMigrations(trx: Kysely<unknown>, migrations: Migrations): Promise<string[]> {
  const table = sql.table(MIGRATION_TABLE);
  await sql`create table if not exists ${table} (name text primary key, serves text not null)`.execute(trx);
  const { rows } = await sql<AppliedMigration>`select name, serves from ${table}`.execute(trx);
  const missing = missingFrom(rows, migrations);
  for (const name of missing) {
    const { up, serves } = migrations[name] as Migration;
    await up(trx);
    await sql`insert into ${table} (name, serves) values (${name}, ${serves})`.execute(trx);
  }
  return missing;
}

function missingFrom(applied: readonly AppliedMigration[], migrations: Migrations): string[] {
  const names = new Set(applied.map(({ name }) => name));
  return Object.keys(migrations).filter((name) => !names.has(name));
}

/** Whether a version (`1.10.0`) is older than another. Suffixes such as `-rc.1` are ignored. */
export function isOlder(version: string, other: string): boolean {
  const [one, two] = [numbersOf(version), numbersOf(other)];
  const index = one.findIndex((number, at) => number !== two[at]);
  return index >= 0 && (one[index] ?? 0) < (two[index] ?? 0);
}

function numbersOf(version: string): number[] {
  const [, ...numbers] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  if (numbers.length === 0) throw new Error(`"${version}" is not a version`);
  return numbers.map(Number);
}
