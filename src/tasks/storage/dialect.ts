import type { AliasableExpression } from 'kysely';
import type { Database } from '../../database/database.ts';
import type { EngineName, Queries } from '../../database/storage.ts';
import { postgresDialect } from './postgres/dialect.ts';
import { sqliteDialect } from './sqlite/dialect.ts';
import type { TaskTables } from './tables.ts';

/** The words of a task, for the search index. */
export interface TaskWords {
  readonly position: bigint;
  readonly words: readonly string[];
}

/** The words of all tasks. A search finds the tasks that have words with given prefixes. */
export interface SearchIndex {
  /** Adds the words of new tasks of an owner. */
  add(trx: Queries<TaskTables>, owner: string, tasks: readonly TaskWords[]): Promise<void>;
  /** Removes the words of a task. */
  remove(trx: Queries<TaskTables>, position: bigint): Promise<void>;
  /**
   * Returns the search terms for an owner's tasks that have, for each of the prefixes (at least one), a word that starts
   * with it. The terms can match tasks of other owners too, so a query must also compare the owner.
   */
  termsOf(db: Queries<TaskTables>, owner: string, prefixes: readonly string[]): Promise<string>;
  /** A table expression of the positions that match the terms, for a join in descending order of position. */
  matches(terms: string): AliasableExpression<{ position: bigint }>;
}

/** What differs between the engines in the SQL of tasks. */
export interface TaskDialect {
  readonly search: SearchIndex;
}

const dialects: Readonly<Record<EngineName, (database: Database<TaskTables>) => TaskDialect>> = {
  sqlite: sqliteDialect,
  postgres: postgresDialect,
};

/** The SQL dialect of a database. */
export function taskDialect(database: Database<TaskTables>): TaskDialect {
  return dialects[database.engine](database);
}
