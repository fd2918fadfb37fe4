import type Sqlite from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { DatabaseOptions, QueryKind } from '../database.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { unavailable } from './unavailable.ts';

/**
 * The maximum number of cached statements. About 60 are in regular use. The rest are for filters with many values. A
 * statement takes about 10 kB.
 */
const MAX_STATEMENTS = 200;

/** A connection to SQLite. Its methods throw `DatabaseUnavailable` for errors that the state of the file causes. */
export interface Connection {
  readonly raw: Sqlite.Database;
  /** Runs a statement and reads all its rows. */
  readonly execute: (text: string, parameters: readonly unknown[]) => Result;
  /** Begins a transaction and takes the write lock. */
  begin(): void;
  /** Commits. The caller must first run the statements that `takeDeferred` returns. */
  commit(): void;
  /** Rolls back, whatever the state of the transaction. */
  rollback(): void;
  /** Begins a savepoint. Savepoints are not nested. */
  beginSavepoint(): void;
  /**
   * Releases the savepoint. Throws if a statement after the savepoint found the database unavailable, even if its error
   * was caught.
   */
  releaseSavepoint(): void;
  /** Rolls back to the savepoint. Throws if the whole transaction is lost. */
  rollbackToSavepoint(): void;
  /**
   * Queues a statement to run before the commit, after the others if `isLast`. A rollback to a savepoint also drops the
   * statements that were deferred after it.
   */
  defer(statement: DeferredStatement): void;
  /** Removes the deferred statements, and returns them in the order in which to run them. */
  takeDeferred(): readonly DeferredStatement[];
  /** The number of characters in the parameters of the deferred statements. */
  deferredCharacters(): number;
}

export interface Result {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

interface Statement {
  run(parameters: readonly unknown[]): Result;
}

export interface DeferredStatement {
  readonly text: string;
  readonly parameters: readonly unknown[];
  readonly isLast: boolean;
}

/** Wraps a connection. Caches and times its statements, and calls `assertFiles` before each commit. */
export function connect(
  raw: Sqlite.Database,
  onQuery: DatabaseOptions['onQuery'],
  assertFiles: () => void = () => undefined,
): Connection {
  const statements = new LRUCache<string, Statement>({ max: MAX_STATEMENTS, memoMethod: prepare });
  const control = {
    begin: raw.prepare('begin immediate'),
    commit: raw.prepare('commit'),
    rollback: raw.prepare('rollback'),
    beginSavepoint: raw.prepare('savepoint write'),
    releaseSavepoint: raw.prepare('release write'),
    rollbackToSavepoint: raw.prepare('rollback to write'),
  };
  const deferred: (DeferredStatement & { readonly characters: number })[] = [];
  let deferredBeforeSavepoint = 0;
  let isInTransaction = false;
  let failure: DatabaseUnavailable | undefined;

  function guard<T>(work: () => T): T {
    // After such a failure, SQLite may have rolled the transaction back. The next statement would then be committed on
    // its own.
    if (failure !== undefined) throw failure;
    try {
      return work();
    } catch (cause) {
      const error = unavailable(cause);
      if (isInTransaction && error instanceof DatabaseUnavailable) failure = error;
      throw error;
    }
  }

  function run<T>(kind: QueryKind, work: () => T): T {
    const start = performance.now();
    try {
      return guard(work);
    } finally {
      onQuery?.((performance.now() - start) / 1000, kind);
    }
  }

  function prepare(text: string): Statement {
    const statement = raw.prepare(text);
    const kind = statement.readonly ? 'read' : 'write';
    if (statement.reader) {
      // Reads all rows. An unfinished statement, such as `get` of an INSERT … RETURNING, would block the checkpoint,
      // and the WAL would grow without limit.
      return {
        run: (parameters) => ({ rows: run(kind, () => statement.all(parameters)), changes: 0 }),
      };
    }
    return {
      run: (parameters) => ({ rows: [], changes: run(kind, () => statement.run(parameters)).changes }),
    };
  }

  function execute(text: string, parameters: readonly unknown[]): Result {
    return guard(() => statements.memo(text)).run(parameters);
  }

  return {
    raw,
    execute,
    begin() {
      guard(() => control.begin.run());
      isInTransaction = true;
    },
    commit() {
      run('commit', () => {
        assertFiles();
        control.commit.run();
      });
      isInTransaction = false;
    },
    rollback() {
      isInTransaction = false;
      failure = undefined;
      deferred.length = 0;
      if (raw.open && raw.inTransaction) control.rollback.run();
    },
    beginSavepoint() {
      guard(() => control.beginSavepoint.run());
      deferredBeforeSavepoint = deferred.length;
    },
    releaseSavepoint() {
      guard(() => control.releaseSavepoint.run());
    },
    rollbackToSavepoint() {
      // SQLite itself rolls back the whole transaction after some errors, for example on a full disk.
      if (failure !== undefined && !raw.inTransaction) throw failure;
      failure = undefined;
      deferred.length = deferredBeforeSavepoint;
      guard(() => control.rollbackToSavepoint.run());
      guard(() => control.releaseSavepoint.run());
    },
    defer(statement) {
      if (!isInTransaction) throw new Error('A statement can only be deferred in a transaction');
      deferred.push({ ...statement, characters: charactersIn(statement.parameters) });
    },
    takeDeferred: () => deferred.splice(0).sort((one, other) => Number(one.isLast) - Number(other.isLast)),
    deferredCharacters: () => deferred.reduce((sum, { characters }) => sum + characters, 0),
  };
}

function charactersIn(parameters: readonly unknown[]): number {
  return parameters.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
}
