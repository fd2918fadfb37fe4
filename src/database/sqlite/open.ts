import { statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { CompiledQuery } from 'kysely';
import type { Database, DatabaseOptions } from '../database.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { alone, namedLocks } from '../locks.ts';
import { connect } from './connection.ts';
import { groupWriter, type Writer } from './group-commit.ts';
import { rememberFiles } from './file-identity.ts';
import { kyselyOn } from './kysely.ts';
import { makeFile, sqlitePath } from './location.ts';
import { migrationsOf } from '../migrations.ts';
import { mainTables, type Storage } from '../storage.ts';
import { assertMigrated, migrate, needsMigration } from './migrate.ts';
import { openingError } from './opening-error.ts';
import { applyPragmas, inMemory, limitSize, reading, writing } from './pragmas.ts';

/** While the database is opened nobody is served yet, and another process may be at its migrations. */
const OPENING_WAIT_MS = 5000;
const BUSY_TIMEOUT_MS = 25;
const WRITE_WAIT_MS = 1000;

/**
 * Opens a SQLite database: one connection that writes and, on a file, another that reads beside it.
 * `DatabaseError` says what is wrong with the file or its place.
 */
export async function openSqlite(
  options: DatabaseOptions,
  storages: readonly Storage<unknown>[],
): Promise<Database<unknown>> {
  const path = sqlitePath(options.url);
  if (path !== undefined) makeFile(path);
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
  const timeout = { busy_timeout: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS };
  applyPragmas(writer, { ...(path === undefined ? inMemory : writing), ...timeout });
  if (options.maxBytes !== undefined) limitSize(writer, options.maxBytes);
  const assertInPlace = path === undefined ? () => undefined : rememberFiles(writer, path);
  const connection = connect(writer, options.onQuery, assertInPlace);
  const trx = kyselyOn(connection);
  if (isBehind) {
    const { write } = groupWriter(connection, trx, { waitMs: OPENING_WAIT_MS });
    const applied = await migrate(write, schema.migrations);
    if (applied.length > 0) options.onMigrated?.(applied);
  }
  const writes = groupWriter(connection, trx, {
    waitMs: options.writeWaitMs ?? WRITE_WAIT_MS,
    mostTogether: options.writesTogether,
    onCommit: options.onCommit,
  });

  const reader = path === undefined ? writer : open(path, { readonly: true });
  if (reader !== writer) applyPragmas(reader, { ...reading, ...timeout });
  // In memory there is one connection, and its reads wait for the write in progress: they would see half of it.
  const db =
    reader === writer
      ? kyselyOn(connection, () => writes.pause())
      : kyselyOn(connect(reader, options.onQuery));

  const probes = mainTables(storages).map((table) => CompiledQuery.raw(`select 1 from "${table}" limit 1`));
  const tryLock = namedLocks();
  let fault: unknown;

  return {
    engine: 'sqlite',
    reader: db,
    // One write at a time, whosever it is.
    write: (_owner, work) => writes.write(work),
    writeAlone: (owner, name, work) =>
      alone(tryLock, JSON.stringify([owner, name]), () => writes.write(work)),
    async defer(_trx, { sql, parameters }) {
      connection.atCommit(sql, parameters);
    },
    async check() {
      try {
        for (const query of probes) await db.executeQuery(query);
        assertInPlace();
        fault = undefined;
      } catch (error) {
        // Once: a probe comes every few seconds, and says no more than that the database cannot be used.
        if (fault === undefined) options.onFault?.(error);
        fault = error;
        throw error;
      }
    },
    measurements: {
      database_size_bytes: { help: 'Bytes of the database file.', read: () => sizeOf(reader) },
      database_wal_bytes: {
        help: 'Bytes in the write-ahead log.',
        read: () => (path === undefined ? 0 : bytesOf(`${path}-wal`)),
      },
    },
    close: async () => {
      await close(writes, writer, reader);
    },
  };
}

/** The size of a file, 0 when there is none. */
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
 * Closes both, the WAL emptied into the main file. There is no `PRAGMA optimize`: with statistics SQLite would plan
 * by what the tables hold, and the plans would no longer be those that the tests have seen.
 */
async function close(writes: Writer, writer: Sqlite.Database, reader: Sqlite.Database): Promise<void> {
  // Behind the last write in the queue.
  await writes.idle();
  if (!writer.open) return;
  if (reader !== writer) reader.close();
  try {
    writer.pragma('wal_checkpoint(truncate)');
  } finally {
    writer.close();
  }
}
