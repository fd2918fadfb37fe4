// Whether a program and the tables it finds go together. During a rolling update two versions of the program work with
// the same tables, those of the newer one: so each migration names the oldest version that can still do so.
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { DatabaseError } from './errors.ts';
import type { Tables } from './tables.ts';

/** A migration that says which versions of the program it leaves behind. */
export interface ServingMigration extends Migration {
  /** The oldest version of the program that can work with the tables once they are migrated. */
  readonly serves: string;
}

export type Migrations = Readonly<Record<string, ServingMigration>>;

/** A migration that a database has seen. */
export interface AppliedMigration {
  readonly name: string;
  /** Null for one that was applied before this was kept. */
  readonly serves: string | null;
}

/** What is wrong with the tables for this program, and whether migrating would put it right. */
export interface SchemaFault {
  readonly what: string;
  readonly remedy: string;
  readonly isBehind: boolean;
}

/** Compares the migrations that a database has seen with those of this program. */
export function schemaFault(
  applied: readonly AppliedMigration[],
  migrations: Migrations,
  version: string | undefined,
): SchemaFault | undefined {
  const newer = applied.filter(({ name }) => !Object.hasOwn(migrations, name));
  const refusing = newer.find(
    ({ serves }) => serves === null || version === undefined || isOlder(version, serves),
  );
  if (refusing !== undefined) {
    const oldest = refusing.serves === null ? '' : ` and serves versions from ${refusing.serves} on`;
    return {
      what: `was written by a newer version of this program, one that has the migration ${refusing.name}${oldest}`,
      remedy: 'Run that version, or restore the backup from before the upgrade',
      isBehind: false,
    };
  }
  const missing = Object.keys(migrations).filter((name) => !applied.some((one) => one.name === name));
  if (missing.length === 0) return undefined;
  return newer.length === 0
    ? {
        what: `lacks the migration ${missing.join(', ')}`,
        remedy: 'Migrate it (npm run migrate; in a container, its command migrate)',
        isBehind: true,
      }
    : {
        what: `has migrations of another line of this program (${newer.map(({ name }) => name).join(', ')})`,
        remedy: 'Run the version that wrote it',
        isBehind: false,
      };
}

/** Tells whether a version (`1.10.0`) is older than another. What follows the numbers does not count. */
export function isOlder(version: string, other: string): boolean {
  const [one, two] = [numbersOf(version), numbersOf(other)];
  const place = one.findIndex((number, index) => number !== two[index]);
  return place >= 0 && (one[place] ?? 0) < (two[place] ?? 0);
}

function numbersOf(version: string): number[] {
  const [, ...numbers] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  if (numbers.length === 0) throw new Error(`"${version}" is no version`);
  return numbers.map(Number);
}

/**
 * Applies the missing migrations in the transaction that it is given, and keeps which versions they serve. The names of
 * those it has applied come back.
 */
export async function applyMigrations(trx: Kysely<Tables>, migrations: Migrations): Promise<string[]> {
  const migrator = new Migrator({ db: trx, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error as Error;
  await sql`create table if not exists migration_serves (name text primary key, serves text not null)`.execute(
    trx,
  );
  for (const [name, { serves }] of Object.entries(migrations)) {
    await sql`insert into migration_serves (name, serves) values (${name}, ${serves}) on conflict (name) do nothing`.execute(
      trx,
    );
  }
  return (results ?? []).map(({ migrationName }) => migrationName);
}

/** The error for an operator whose database, called `name`, has this fault. */
export function schemaError(name: string, { what, remedy }: SchemaFault): DatabaseError {
  return new DatabaseError(`${name} ${what}`, remedy);
}
