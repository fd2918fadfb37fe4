import type { CompiledQuery, Expression, SqlBool } from 'kysely';
import type { Channel } from './channel.ts';
import type { PoolLimits } from './pool-limits.ts';
import type { ReadLimits, ReadOutcome } from './read-limits.ts';
import type { EngineName, Queries } from './storage.ts';

/** The kind of a statement. `commit` includes the wait for the disk. */
export type QueryKind = 'read' | 'write' | 'commit';

export interface DatabaseOptions {
  /** `sqlite:./data/tasks.db`, `sqlite:/var/lib/tasks.db`, `sqlite::memory:` or `postgres://user:password@host/tasks`. */
  readonly url: string;
  /** The version of this program. A newer migration must state that it serves this version. */
  readonly version?: string;
  /** Whether to apply missing migrations, by default true. */
  readonly migrate?: boolean;
  /** Receives the names of the applied migrations, if any. */
  readonly onMigrated?: (names: readonly string[]) => void;
  /** SQLite: how long one statement waits for a lock. The wait blocks the process. */
  readonly busyTimeoutMs?: number;
  /** How long a write waits for the lock in total. The wait does not block the process. */
  readonly writeWaitMs?: number;
  /** SQLite: the maximum size of the database. */
  readonly maxBytes?: number;
  /** PostgreSQL: the limits of the connection pool. */
  readonly pool?: Partial<PoolLimits>;
  /** The limits for expensive reads. */
  readonly reads?: Partial<ReadLimits>;
  /** Receives the outcome of each expensive read. */
  readonly onExpensiveRead?: (outcome: ReadOutcome) => void;
  /**
   * SQLite: receives the cost of a read that continued in a thread, in milliseconds: its time on the event loop plus
   * its processor time in the thread.
   */
  readonly onWorker?: (milliseconds: number) => void;
  /**
   * PostgreSQL: whether `renew` may be called. If so, a connection that the server refuses waits for new credentials.
   */
  readonly isRenewable?: boolean;
  /** Receives errors that no query reports, such as the loss of an idle connection. */
  readonly onError?: (error: unknown) => void;
  /** Receives the duration of every statement. */
  readonly onQuery?: (durationSeconds: number, kind: QueryKind) => void;
  /** SQLite: the maximum number of writes in one commit. With 1, each write has its own commit. */
  readonly maxGroupSize?: number | undefined;
  /** SQLite: receives every committed group of writes. */
  readonly onCommit?: ((group: CommittedGroup) => void) | undefined;
}

/** Writes that were committed together. */
export interface CommittedGroup {
  /** The number of writes. */
  readonly size: number;
  /** The keys of the writes that have one (`WriteOptions.key`). */
  readonly keys: readonly object[];
  /** `performance.now()` at the start of the transaction. */
  readonly beganAt: number;
}

/** A value that is read at each metrics scrape. */
export interface Measurement {
  readonly help: string;
  readonly read: () => number;
}

/** A function that runs the queries of a transaction or of a read. */
export type Work<Tables, T> = (trx: Queries<Tables>) => Promise<T>;

export interface WriteOptions {
  /** Whether the write deletes data, so that it may use the space that SQLite reserves for deletes. */
  readonly isDelete?: boolean;
  /** SQLite: identifies the write in its committed group. */
  readonly key?: object;
}

/** An open database. Its methods and queries throw `DatabaseUnavailable` when it cannot serve. */
export interface Database<Tables> {
  /** The engine, for storages whose queries differ between engines. */
  readonly engine: EngineName;
  /** For reads outside a transaction that do not belong to a particular owner. */
  readonly reader: Queries<Tables>;
  /**
   * Runs reads for an owner. An index must serve each of them. On PostgreSQL, each owner can use only a share of the
   * connections.
   */
  read<T>(owner: string, work: Work<Tables, T>): Promise<T>;
  /**
   * Runs reads of an owner that can be expensive, because their cost depends on the data. They run separately from
   * other reads, and their number is limited in total (`maxRunning`) and for each owner (`maxRunningPerOwner`). Throws
   * `ReadStopped` at the deadline, or if too many reads of the owner wait. `work` may run twice. Its queries must contain
   * `deadlineCheck`. Set `isCheckedOften: false` if a query may run for a long time without evaluating it.
   *
   * SQLite first tries the queries on the event loop for a few milliseconds, unless `isCheckedOften` is false or a recent
   * read of the owner was expensive. If they take longer, it runs them in a worker thread. A database in memory cannot be
   * shared with a thread, so it runs all queries on the event loop.
   */
  readWithDeadline<T>(
    owner: string,
    work: Work<Tables, T>,
    options?: { readonly isCheckedOften?: boolean },
  ): Promise<T>;
  /**
   * A condition that is always true, and that stops a statement of `readWithDeadline` after its deadline. `row` names
   * an integer column whose low bits differ from row to row. Undefined on PostgreSQL, which stops statements itself.
   */
  readonly deadlineCheck: ((row: string) => Expression<SqlBool>) | undefined;
  /**
   * Runs `work` as a transaction, which is rolled back when `work` throws. Resolves after the commit. Writes for one
   * owner are serialized, across all processes. `work` must run its queries on the `trx` that it is given, await each
   * of them, and have no other side effects: it runs again when a group commit fails, or after a conflict with another
   * transaction.
   */
  write<T>(owner: string, work: Work<Tables, T>, options?: WriteOptions): Promise<T>;
  /**
   * Runs `work` as a transaction of the service itself, under the same rules as `write`. It belongs to no owner, so
   * owners' writes can run at the same time: on PostgreSQL, its statements must lock the rows that they change.
   */
  maintain<T>(work: Work<Tables, T>): Promise<T>;
  /**
   * Adds a statement to a transaction. PostgreSQL runs it immediately. SQLite runs it before the commit of the group,
   * in the order of the calls, so the transaction itself does not see its effect. Statements with `isLast` run after
   * all others.
   */
  defer(trx: Queries<Tables>, query: CompiledQuery, options?: { readonly isLast?: boolean }): Promise<void>;
  /** Messages to other processes that use the database. Undefined on SQLite. */
  readonly channel?: Channel;
  /**
   * PostgreSQL: uses a different URL for new connections, and replaces the open ones when they are idle. Rejects, and
   * changes nothing, if the database at that URL cannot be used.
   */
  renew?(url: string): Promise<void>;
  /** Resolves when the database responds and contains the tables that this program requires. */
  check(): Promise<void>;
  /** The engine's metrics, by name. */
  readonly measurements: Readonly<Record<string, Measurement>>;
  /** Waits for the running writes, checkpoints SQLite's WAL and closes all connections. */
  close(): Promise<void>;
}
