import type { AliasableExpression, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What a statement was for: `commit` is the wait for the disk. */
export type QueryKind = 'read' | 'write' | 'commit';

export interface DatabaseOptions {
  /** `sqlite:./data/tasks.db`, `sqlite:/var/lib/tasks.db` or `sqlite::memory:`. */
  readonly url: string;
  /** How long one statement may wait for a lock; nothing else runs in the process meanwhile. */
  readonly busyTimeoutMs?: number;
  /** How long a write may wait for its turn in all, the process staying responsive. */
  readonly writeWaitMs?: number;
  /** The size that the database may not outgrow; unlimited when absent. */
  readonly maxBytes?: number;
  /** Told of every statement that ran, for the metrics. */
  readonly onQuery?: (durationSeconds: number, kind: QueryKind) => void;
  /** The most writes that one commit may be for; 1 for a commit each, to see what it is worth. */
  readonly writesTogether?: number | undefined;
  /** Told of every commit how many writes it was for, for the metrics. */
  readonly onCommit?: ((writes: number) => void) | undefined;
}

/** The words of every task, to be found by their beginnings. Each engine has its own kind of index. */
export interface SearchIndex {
  /** Adds the words of a new task. */
  add(trx: Kysely<Tables>, owner: string, position: bigint, words: readonly string[]): Promise<void>;
  /** Removes a task's words. */
  remove(trx: Kysely<Tables>, position: bigint): Promise<void>;
  /**
   * A table expression of the positions of an owner's tasks that have, for each of the words (at least one),
   * a word beginning with it. It streams in the order of positions. It can hold another owner's task:
   * the query that uses it has to name the owner too.
   */
  matches(
    db: Kysely<Tables>,
    owner: string,
    words: readonly string[],
  ): Promise<AliasableExpression<{ position: bigint }>>;
}

/** An open database. Its methods and queries throw `DatabaseUnavailable` when it cannot serve. */
export interface Database {
  /** For reads outside a transaction. */
  readonly reader: Kysely<Tables>;
  readonly search: SearchIndex;
  /**
   * Runs `work` as a transaction, one write at a time: all of it is kept, or none when `work` throws. Resolves, or
   * rejects, when that is certain. `work` must do its queries on the `trx` that it is given, and await each of them
   * before it returns; and nothing else, for it is run once more where a commit together with others has failed.
   */
  write<T>(work: (trx: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Takes the lock of this name and returns its release, or undefined where another holds it. */
  tryLock(name: string): (() => void) | undefined;
  /** Resolves when the database answers. */
  check(): Promise<void>;
  /** The size of what is not yet in the main file. */
  walBytes(): number;
  sizeBytes(): number;
  /** Waits for the running write, brings the file up to date and closes it. */
  close(): Promise<void>;
}
