import type Sqlite from 'better-sqlite3';
import type { DatabaseOptions, QueryKind } from '../database.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { recent } from '../lru-cache.ts';
import { unavailable } from './unavailable.ts';

/** Some 60 texts are in use; the rest is room for filters with many values. A statement takes some 10 kB. */
const CACHED_STATEMENTS = 200;

/** One connection to SQLite. Whatever its methods throw for the file's state is a `DatabaseUnavailable`. */
export interface Connection {
  readonly raw: Sqlite.Database;
  /** Runs a statement to its last row: the rows of one that gives some, or how many it changed. */
  execute(text: string, parameters: readonly unknown[]): Result;
  /** Begins a transaction and takes the lock for writing, in one step. */
  begin(): void;
  /** Runs the statements that were put off, and commits. */
  commit(): void;
  /** Ends the transaction without a trace of it, whatever is left of it. */
  rollback(): void;
  /** Begins a part of the transaction that can be undone alone. */
  beginPart(): void;
  /** Ends the part; throws where one of its statements found the database unavailable, even if that was caught. */
  endPart(): void;
  /** Undoes the part; throws where the whole transaction is gone. */
  undoPart(): void;
  /** Puts a statement off to the end of the transaction. It is dropped with the part, or the whole, that it is of. */
  atCommit(text: string, parameters: readonly unknown[]): void;
}

export interface Result {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

interface Statement {
  run(parameters: readonly unknown[]): Result;
}

interface PutOff {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/**
 * Wraps a connection so that statements are kept, timed, and throw `DatabaseUnavailable` for the file's state. Nothing
 * is committed when `assertInPlace` throws.
 */
export function connect(
  raw: Sqlite.Database,
  onQuery: DatabaseOptions['onQuery'],
  assertInPlace: () => void = () => undefined,
): Connection {
  const statements = recent<Statement>(CACHED_STATEMENTS);
  const control = {
    begin: raw.prepare('begin immediate'),
    commit: raw.prepare('commit'),
    rollback: raw.prepare('rollback'),
    beginPart: raw.prepare('savepoint part'),
    endPart: raw.prepare('release part'),
    undoPart: raw.prepare('rollback to part'),
  };
  const putOff: PutOff[] = [];
  let putOffBeforePart = 0;
  let transaction = false;
  let failure: DatabaseUnavailable | undefined;

  function guard<T>(work: () => T): T {
    // After such a failure SQLite may have rolled back by itself, and whatever came next would be committed alone.
    if (failure !== undefined) throw failure;
    try {
      return work();
    } catch (cause) {
      const error = unavailable(cause);
      if (transaction && error instanceof DatabaseUnavailable) failure = error;
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
      // To the last row, always: a statement left before its end (INSERT … RETURNING with get) holds up the
      // checkpoint, and the WAL grows without limit.
      return {
        run: (parameters) => ({ rows: run(kind, () => statement.all(parameters)), changes: 0 }),
      };
    }
    return {
      run: (parameters) => ({ rows: [], changes: run(kind, () => statement.run(parameters)).changes }),
    };
  }

  function execute(text: string, parameters: readonly unknown[]): Result {
    return guard(() => statements.get(text, prepare)).run(parameters);
  }

  return {
    raw,
    execute,
    begin() {
      guard(() => control.begin.run());
      transaction = true;
    },
    commit() {
      for (const { text, parameters } of putOff.splice(0)) execute(text, parameters);
      run('commit', () => {
        assertInPlace();
        control.commit.run();
      });
      transaction = false;
    },
    rollback() {
      transaction = false;
      failure = undefined;
      putOff.length = 0;
      if (raw.open && raw.inTransaction) control.rollback.run();
    },
    beginPart() {
      guard(() => control.beginPart.run());
      putOffBeforePart = putOff.length;
    },
    endPart() {
      guard(() => control.endPart.run());
    },
    undoPart() {
      // For a full disk and the like, SQLite has rolled back all of it.
      if (failure !== undefined && !raw.inTransaction) throw failure;
      failure = undefined;
      putOff.length = putOffBeforePart;
      guard(() => control.undoPart.run());
      guard(() => control.endPart.run());
    },
    atCommit(text, parameters) {
      if (!transaction) throw new Error('There is no transaction to put the statement off to the end of');
      putOff.push({ text, parameters });
    },
  };
}
