import { statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { CompiledQuery, SqliteAdapter } from 'kysely';
import type { Database, DatabaseOptions } from '../database.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { connect } from './connection.ts';
import { addDeadline, deadlineCheck } from './deadline.ts';
import { type DeadlineReads, readsInThreads, readsOnEventLoop } from './deadline-reads.ts';
import { fileGuard } from './file-identity.ts';
import { groupCommit, type GroupCommit } from './group-commit.ts';
import { kyselyOn } from './kysely.ts';
import { createFile, sqlitePath } from './location.ts';
import { migrationsOf } from '../migrations.ts';
import { defaultReadLimits } from '../read-limits.ts';
import { mainTables, type Storage } from '../storage.ts';
import { DEFAULT_WRITE_WAIT_MS } from '../write-queue.ts';
import { assertMigrated, migrate, needsMigration } from './migrate.ts';
import { openingError } from './opening-error.ts';
import { applyPragmas, inMemory, reading, writing } from './pragmas.ts';
import { spaceOf } from './space.ts';
import { unavailable } from './unavailable.ts';

/**
 * How long opening waits for a lock. This is long, because another process may be running its migrations and no request
 * is waiting yet.
 */
const OPENING_WAIT_MS = 5000;
const BUSY_TIMEOUT_MS = 25;

/**
 * Opens a SQLite database: one connection that writes and, for a file, a second one that reads. Throws `DatabaseError`
 * if the file or its directory cannot be used.
 */
export async function openSqlite(
  options: DatabaseOptions,
  storages: readonly Storage<unknown>[],
): Promise<Database<unknown>> {
  const path = sqlitePath(options.url);
  if (path !== undefined) createFile(path);
  const opened: Sqlite.Database[] = [];
  try {
    return await assemble(path, options, storages, (file, settings) => {
      const raw = new Sqlite(file, { timeout: OPENING_WAIT_MS, ...settings });
      opened.push(raw);
      return raw;
    });
  } catch (error) {
    for (const raw of opened) raw.close();
    throw openingError(error, path ?? 'the database in memory');
  }
}

type Open = (file: string, settings?: Sqlite.Options) => Sqlite.Database;

async function assemble(
  path: string | undefined,
  options: DatabaseOptions,
  storages: readonly Storage<unknown>[],
  open: Open,
): Promise<Database<unknown>> {
  const name = path ?? 'the database in memory';
  const writer = open(path ?? ':memory:');
  const schema = { migrations: migrationsOf(storages, 'sqlite'), version: options.version };
  const isBehind = needsMigration(writer, name, schema);
  if (options.migrate === false) assertMigrated(writer, name, schema);
  const { busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  const timeout = { busy_timeout: busyTimeoutMs };
  applyPragmas(writer, { ...(path === undefined ? inMemory : writing), ...timeout });
  const space = spaceOf(writer, path, options.maxBytes);
  const assertFiles = path === undefined ? () => undefined : fileGuard(writer, path);
  const connection = connect(writer, options.onQuery, assertFiles);
  // All connections share one adapter, so that each query is compiled once.
  const adapter = new SqliteAdapter();
  const trx = kyselyOn(connection.execute, adapter);
  if (isBehind) {
    const { write } = groupCommit(connection, trx, { waitMs: OPENING_WAIT_MS });
    const applied = await migrate(write, schema.migrations);
    if (applied.length > 0) options.onMigrated?.(applied);
  }
  const writes = groupCommit(connection, trx, {
    waitMs: options.writeWaitMs ?? DEFAULT_WRITE_WAIT_MS,
    assertSpace: () => {
      space.assertLeft();
    },
    maxGroupSize: options.maxGroupSize,
    onCommit: options.onCommit,
  });

  const reader = path === undefined ? writer : open(path, { readonly: true });
  if (reader !== writer) applyPragmas(reader, { ...reading, ...timeout });
  const readConnection = reader === writer ? connection : connect(reader, options.onQuery);
  // A database in memory has one connection. Its reads wait until an open transaction has ended, because they would see
  // its uncommitted changes.
  const ready = () => writes.betweenGroups();
  const db = kyselyOn(
    reader === writer
      ? async (text, parameters) => {
          await ready();
          return connection.execute(text, parameters);
        }
      : readConnection.execute,
    adapter,
  );
  const limits = { ...defaultReadLimits, ...options.reads };
  const own = { connection: readConnection, within: addDeadline(reader), adapter };
  const reads =
    path === undefined
      ? readsOnEventLoop(own, ready, limits, options)
      : readsInThreads(own, { path, busyTimeoutMs }, limits, options);

  const probes = mainTables(storages).map((table) => CompiledQuery.raw(`select 1 from "${table}" limit 1`));
  let failure: unknown;

  return {
    engine: 'sqlite',
    reader: db,
    read: (_owner, work) => work(db),
    readWithDeadline: reads.readWithDeadline,
    deadlineCheck,
    // There is one writing connection, so the writes of all owners are serialized.
    write: writes.write,
    maintain: (work) => writes.write('', work),
    async defer(_trx, { sql, parameters }, { isLast = false } = {}) {
      connection.defer({ text: sql, parameters, isLast });
    },
    async check() {
      try {
        for (const query of probes) await db.executeQuery(query);
        assertFiles();
        failure = undefined;
      } catch (error) {
        // Reported once, because a probe runs every few seconds.
        if (failure === undefined) options.onError?.(error);
        failure = error;
        throw error;
      }
    },
    measurements: {
      ...reads.measurements,
      database_size_bytes: { help: 'Size of the database file in bytes.', read: () => sizeOf(reader) },
      database_used_bytes: {
        help: 'Bytes of the database file that contain data. The space of deleted data is free.',
        read: () => (writer.open ? space.usedBytes() : Number.NaN),
      },
      database_max_bytes: {
        help: 'The maximum size of the database file in bytes: DATABASE_MAX_MB, or the limit of SQLite.',
        read: () => (writer.open ? space.maxBytes() : Number.NaN),
      },
      database_wal_bytes: {
        help: 'Size of the write-ahead log in bytes.',
        read: () => (path === undefined ? 0 : bytesOf(`${path}-wal`)),
      },
    },
    close: async () => {
      await close(writes, reads, writer, reader);
    },
  };
}

/** The size of a file, 0 if it does not exist. */
function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function sizeOf(raw: Sqlite.Database): number {
  if (!raw.open) throw new DatabaseUnavailable('closed');
  return (
    Number(raw.pragma('page_count', { simple: true })) * Number(raw.pragma('page_size', { simple: true }))
  );
}

/**
 * Copies the WAL into the main file, unless the disk is full, and closes all connections. It does not run the pragma
 * `optimize`: with statistics, SQLite would choose plans by the contents of the tables, and these can differ from the
 * plans that the tests have checked.
 */
async function close(
  writes: GroupCommit,
  reads: DeadlineReads,
  writer: Sqlite.Database,
  reader: Sqlite.Database,
): Promise<void> {
  await Promise.all([writes.idle(), reads.close()]);
  if (!writer.open) return;
  if (reader !== writer) reader.close();
  try {
    writer.pragma('wal_checkpoint(truncate)');
  } catch (error) {
    // The checkpoint failed, but no data is lost: the next start reads the WAL.
    if (!(unavailable(error) instanceof DatabaseUnavailable)) throw error;
  } finally {
    writer.close();
  }
}
