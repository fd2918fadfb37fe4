import type Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely';
import type { DatabaseOptions, QueryKind } from '../database.ts';
import { DatabaseUnavailable } from '../errors.ts';
import type { Tables } from '../tables.ts';
import { statementCache } from './statement-cache.ts';
import { unavailable } from './unavailable.ts';

/** Some 60 texts are in use; the rest is room for filters with many values. A statement takes some 10 kB. */
const CACHED_STATEMENTS = 200;

/** One connection to SQLite: Kysely's view of it, and the transaction, which Kysely would begin without the lock. */
export interface Connection {
  readonly kysely: Kysely<Tables>;
  readonly raw: Sqlite.Database;
  /** Begins a transaction and takes the lock for writing, in one step. */
  begin(): void;
  commit(): void;
  /** Ends the transaction without a trace of it, whatever is left of it. */
  rollback(): void;
}

/** Wraps a connection so that statements are kept, timed, and throw `DatabaseUnavailable` for the file's state. */
export function connect(raw: Sqlite.Database, onQuery: DatabaseOptions['onQuery']): Connection {
  const statements = statementCache(CACHED_STATEMENTS, prepare);
  const control = {
    begin: raw.prepare('begin immediate'),
    commit: raw.prepare('commit'),
    rollback: raw.prepare('rollback'),
  };
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

  function prepare(text: string): SqliteStatement {
    const statement = raw.prepare(text);
    const kind = statement.readonly ? 'read' : 'write';
    return {
      reader: statement.reader,
      // To the last row, always: a statement left before its end (INSERT … RETURNING with get) holds up the
      // checkpoint, and the WAL grows without limit.
      all: (parameters) => run(kind, () => statement.all(parameters)),
      run: (parameters) => run(kind, () => statement.run(parameters)),
      iterate() {
        throw new Error('A stream would hold up all other reads until its end: read page by page instead');
      },
    };
  }

  return {
    raw,
    kysely: new Kysely<Tables>({
      dialect: new SqliteDialect({
        database: { prepare: (text) => guard(() => statements.get(text)), close: () => raw.close() },
      }),
    }),
    begin() {
      guard(() => control.begin.run());
      transaction = true;
    },
    commit() {
      run('commit', () => control.commit.run());
      transaction = false;
    },
    rollback() {
      transaction = false;
      failure = undefined;
      if (raw.open && raw.inTransaction) control.rollback.run();
    },
  };
}
