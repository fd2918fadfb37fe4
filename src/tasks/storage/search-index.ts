import type { AliasableExpression } from 'kysely';
import type { Queries } from '../../database/storage.ts';
import type { TaskTables } from './tables.ts';

/** The words of a task, for the search index. */
export interface TaskWords {
  readonly position: bigint;
  readonly words: readonly string[];
}

/** The terms of a search. */
export interface SearchTerms {
  /** A task must match all of them. */
  readonly terms: readonly string[];
  /** Whether the index returns each match as soon as it is found, instead of processing many tasks first. */
  readonly isStreamed: boolean;
}

/** The words of all tasks. A search finds the tasks that contain words with given prefixes. */
export interface SearchIndex {
  /** Adds the words of an owner's new tasks. */
  add(trx: Queries<TaskTables>, owner: string, tasks: readonly TaskWords[]): Promise<void>;
  /** Removes the words of a task. */
  remove(trx: Queries<TaskTables>, position: bigint): Promise<void>;
  /**
   * Returns the search terms for an owner's tasks that contain, for each prefix, a word that starts with it. Requires
   * at least one prefix. The terms can match other owners' tasks too, so a query must also compare the owner.
   */
  termsOf(db: Queries<TaskTables>, owner: string, prefixes: readonly string[]): Promise<SearchTerms>;
  /** A table expression of the positions that match all terms, for a join in descending order of position. */
  matches(terms: SearchTerms['terms']): AliasableExpression<{ position: bigint }>;
}
