import type { AliasableExpression, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What a statement was for: `commit` is the wait for the disk. */
export type QueryKind = 'read' | 'write' | 'commit';

export interface DatabaseOptions {
  /** `sqlite:./data/tasks.db`, `sqlite:/var/lib/tasks.db`, `sqlite::memory:` or `postgres://user:password@host/tasks`. */
  readonly url: string;
  /** This program's version: newer migrations than its own have to say that they still serve it. */
  readonly version?: string;
  /** Whether missing migrations are applied. They are, unless this is false. */
  readonly migrate?: boolean;
  /** Told of the migrations that were applied when it was opened, if any were. */
  readonly onMigrated?: (names: readonly string[]) => void;
  /** SQLite: how long one statement may wait for a lock; nothing else runs in the process meanwhile. */
  readonly busyTimeoutMs?: number;
  /** How long a write may wait for its turn in all, the process staying responsive. */
  readonly writeWaitMs?: number;
  /** SQLite: the size that the database may not outgrow; unlimited when absent. */
  readonly maxBytes?: number;
  /** PostgreSQL: how much of it this process takes, and how long it waits. */
  readonly pool?: Partial<PoolLimits>;
  /** Told of what goes wrong while nobody waits for it, such as a connection that is lost when idle. */
  readonly onFault?: (error: unknown) => void;
  /** Told of every statement that ran, for the metrics. */
  readonly onQuery?: (durationSeconds: number, kind: QueryKind) => void;
  /** The most writes that one commit may be for; 1 for a commit each, to see what it is worth. */
  readonly writesTogether?: number | undefined;
  /** Told of every commit how many writes it was for, for the metrics. */
  readonly onCommit?: ((writes: number) => void) | undefined;
}

export interface PoolLimits {
  /** The most connections, half of them for reads and half for writes. */
  readonly connections: number;
  /** How long a query may wait for a connection. */
  readonly connectTimeoutMs: number;
  /** How long one statement may run. */
  readonly statementTimeoutMs: number;
  /** How long a transaction may do nothing, holding its locks. */
  readonly idleTransactionTimeoutMs: number;
}

/** The words of every task, to be found by their beginnings. Each engine has its own kind of index. */
export interface SearchIndex {
  /**
   * Whether the engine sees by itself that of queries which are merged under one ORDER BY and LIMIT, it needs no more
   * rows of each. Otherwise each has to have an ORDER BY and LIMIT of its own.
   */
  readonly seesLimits: boolean;
  /** Adds the words of a new task. */
  add(trx: Kysely<Tables>, owner: string, position: bigint, words: readonly string[]): Promise<void>;
  /** Adds the words of several new tasks of an owner. */
  addAll(
    trx: Kysely<Tables>,
    owner: string,
    tasks: readonly { readonly position: bigint; readonly words: readonly string[] }[],
  ): Promise<void>;
  /** Removes a task's words. */
  remove(trx: Kysely<Tables>, position: bigint): Promise<void>;
  /**
   * What asks the index for an owner's tasks that have, for each of the words (at least one), a word beginning with
   * it. It can find another owner's task: the query that uses it has to name the owner too.
   */
  termsOf(db: Kysely<Tables>, owner: string, words: readonly string[]): Promise<string>;
  /** A table expression of the positions that the index has for the terms. It streams in the order of positions. */
  matches(terms: string): AliasableExpression<{ position: bigint }>;
}

/** What is done in a transaction. */
export type Work<T> = (trx: Kysely<Tables>) => Promise<T>;

/** An open database. Its methods and queries throw `DatabaseUnavailable` when it cannot serve. */
export interface Database {
  /** For reads outside a transaction. */
  readonly reader: Kysely<Tables>;
  readonly search: SearchIndex;
  /** Whether writes for different owners run at the same time, and wait for the rows that another has changed. */
  readonly locksRows: boolean;
  /**
   * Runs `work` as a transaction: all of it is kept, or none when `work` throws. Resolves, or rejects, when that is
   * certain. Writes for one owner run one after another, whichever process they are in. `work` must do its queries on
   * the `trx` that it is given, await each of them before it returns, and do nothing else: it may be run again, where
   * a commit together with others has failed, or another transaction was in the way.
   */
  write<T>(owner: string, work: Work<T>): Promise<T>;
  /** As `write`, if none of the owner's with this name is under way, in any process; otherwise undefined at once. */
  writeAlone<T extends object>(owner: string, name: string, work: Work<T>): Promise<T | undefined>;
  /** Resolves when the database answers, and has tables that this program can use. */
  check(): Promise<void>;
  /** SQLite: the size of what is not yet in the main file. */
  walBytes(): number;
  sizeBytes(): number;
  /** Waits for the running writes, brings SQLite's file up to date and closes everything. */
  close(): Promise<void>;
}
