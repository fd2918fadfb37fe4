import type { Kysely } from 'kysely';

export type EngineName = 'sqlite' | 'postgres';

export interface Migration {
  /** The oldest version of the program that can work with the tables after this migration. */
  readonly serves: string;
  readonly up: (db: Kysely<unknown>) => Promise<void>;
}

/** Migrations by name, in order. A released migration never changes. */
export type Migrations = Readonly<Record<string, Migration>>;

/** The tables of a resource and their migrations. `Tables` is the Kysely type of the tables. */
export interface Storage<out Tables> {
  /** The names of its tables. The first one is the main table, which the readiness check reads. */
  readonly tables: readonly string[];
  /**
   * A table with a row for each owner, in the column `owner`, and a default for every other column. PostgreSQL locks
   * that row during a write.
   */
  readonly lockTable?: string;
  /** The steps from an empty database to these tables. Names are unique among all storages: `tasks/0001-initial`. */
  readonly migrations: Readonly<Record<EngineName, Migrations>>;
  /** SQLite: a statement to run in a restored backup that contains the main table. */
  readonly onRestore?: string;
  /** Never set. Only declares the type of the tables. */
  readonly types?: Tables;
}

/** The main tables, which the readiness check reads from. */
export function mainTables(storages: readonly Storage<unknown>[]): string[] {
  return storages.flatMap(({ tables }) => tables.slice(0, 1));
}

/** The tables of several storages together. */
export type TablesOf<Storages> = Intersection<Storages extends Storage<infer Tables> ? Tables : never>;

/** The intersection of the members of a union. */
export type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/**
 * Queries on some tables, outside or inside a transaction. A database with more tables can be passed where fewer are
 * required, so a resource names only its own tables.
 */
// @ts-expect-error -- Kysely is invariant in its tables, because of its merge queries. These methods are covariant.
export interface Queries<out Tables> {
  readonly selectFrom: Kysely<Tables>['selectFrom'];
  readonly selectNoFrom: Kysely<Tables>['selectNoFrom'];
  readonly insertInto: Kysely<Tables>['insertInto'];
  readonly updateTable: Kysely<Tables>['updateTable'];
  readonly deleteFrom: Kysely<Tables>['deleteFrom'];
  readonly getExecutor: Kysely<Tables>['getExecutor'];
}
