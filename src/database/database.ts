import type { CompiledQuery } from 'kysely';
import type { EngineName, Queries } from './storage.ts';

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

/** A value that is read at each scrape of the metrics. */
export interface Measurement {
  readonly help: string;
  readonly read: () => number;
}

/** The work of a transaction. */
export type Work<Tables, T> = (trx: Queries<Tables>) => Promise<T>;

/** An open database. Its methods and queries throw `DatabaseUnavailable` when it cannot serve. */
export interface Database<Tables> {
  /** The engine, for storages that query each in its own way. */
  readonly engine: EngineName;
  /** Reads outside a transaction. */
  readonly reader: Queries<Tables>;
  /**
   * Runs `work` as a transaction, which is rolled back when `work` throws. Resolves after the commit. Writes for one
   * owner are serialized, across all processes. `work` must run its queries on the `trx` that it is given, await each
   * of them, and have no other side effects: it runs again when a group commit fails, or after a conflict with another
   * transaction.
   */
  write<T>(owner: string, work: Work<Tables, T>): Promise<T>;
  /** Like `write`, but resolves to undefined at once if another process or call runs a write with this owner and name. */
  writeAlone<T extends object>(owner: string, name: string, work: Work<Tables, T>): Promise<T | undefined>;
  /**
   * Runs a statement of a transaction no later than its commit. SQLite runs it right before the commit, in the order of
   * the calls, so the transaction itself does not see its effect.
   */
  defer(trx: Queries<Tables>, query: CompiledQuery): Promise<void>;
  /** Resolves when the database responds, and has the tables that this program requires. */
  check(): Promise<void>;
  /** Metrics of the engine, by name. */
  readonly measurements: Readonly<Record<string, Measurement>>;
  /** Waits for the running writes, checkpoints SQLite's WAL and closes all connections. */
  close(): Promise<void>;
}
