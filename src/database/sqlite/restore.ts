import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import Sqlite from 'better-sqlite3';
import { errorCode } from '../error-code.ts';
import { DatabaseError } from '../errors.ts';
import { createFile } from './location.ts';
import { migrationsOf } from '../migrations.ts';
import type { Storage } from '../storage.ts';
import { needsMigration } from './migrate.ts';
import { openingError } from './opening-error.ts';

/** A restored database. */
export interface Restored {
  /** The number of rows in each table. */
  readonly rows: Readonly<Record<string, number>>;
  /** The path of the database that was replaced. */
  readonly previous: string | undefined;
}

/** The program that will open the database. */
export interface Program {
  readonly storages: readonly Storage<unknown>[];
  readonly version: string | undefined;
}

/** A database has up to three files. They must not be mixed with the files of another database. */
const suffixes = ['', '-wal', '-shm'];

/**
 * Replaces a database with a backup. No process may have the database open. The backup is first copied to a file next
 * to the database and verified. The previous database is renamed and never overwritten. If it throws a
 * `DatabaseError`, nothing has changed.
 */
export async function restore(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  program: Program,
): Promise<Restored> {
  const exists = existsSync(path);
  if (exists) assertUnused(path);
  const unfinished = `${path}.unfinished-${process.pid}`;
  createFile(unfinished);
  try {
    await receive(chunks, unfinished);
    const rows = verify(unfinished, program);
    prepare(unfinished, program);
    // A service may have started in the meantime.
    if (exists) assertUnused(path);
    const previous = exists
      ? `${path}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
      : undefined;
    for (const suffix of suffixes) {
      if (previous !== undefined && existsSync(path + suffix)) renameSync(path + suffix, previous + suffix);
    }
    renameSync(unfinished, path);
    return { rows, previous };
  } finally {
    for (const suffix of [...suffixes, '-journal']) rmSync(unfinished + suffix, { force: true });
  }
}

async function receive(chunks: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  try {
    await pipeline(chunks, createWriteStream(file, { flags: 'r+', flush: true }));
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new DatabaseError(
      `Cannot copy the backup to ${file} (${errorCode(cause)})`,
      "Check that this user may read the backup, and that the database's disk has space for it",
      { cause },
    );
  }
}

/** Opens the received file as the service does. Returns the number of rows in each table. */
function verify(file: string, { storages, version }: Program): Record<string, number> {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(file);
    // The service applies missing migrations at its next start.
    needsMigration(database, 'The backup', { migrations: migrationsOf(storages, 'sqlite'), version });
    const rows = countRows(
      database,
      storages.flatMap(({ tables }) => tables),
    );
    if (Object.keys(rows).length === 0) {
      throw new DatabaseError('The backup is empty', 'Name a file that the command backup wrote');
    }
    const [damage] = database.pragma('integrity_check') as { integrity_check: string }[];
    if (damage?.integrity_check !== 'ok') {
      throw new DatabaseError(
        `The backup is damaged: ${damage?.integrity_check ?? 'the integrity check failed'}`,
        'Restore another backup, or copy this one again and compare its SHA-256',
      );
    }
    return rows;
  } catch (error) {
    throw openingError(error, 'The backup');
  } finally {
    database?.close();
  }
}

/** Runs the statements that the storages define for a restored database. */
function prepare(file: string, { storages }: Program): void {
  const database = new Sqlite(file);
  try {
    database.pragma('synchronous = full');
    for (const { tables, onRestore } of storages) {
      const [table] = tables;
      const exists = database.prepare('select 1 from sqlite_schema where name = ?').get(table) !== undefined;
      if (onRestore !== undefined && exists) database.exec(onRestore);
    }
  } finally {
    database.close();
  }
}

/** Counts the rows of each table that exists, except virtual tables. */
function countRows(database: Sqlite.Database, tables: readonly string[]): Record<string, number> {
  const existing = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and rootpage > 0")
    .pluck()
    .all();
  const counted = tables.filter((table) => existing.includes(table));
  return Object.fromEntries(
    counted.map((table) => [
      table,
      database.prepare<[], number>(`select count(*) from "${table}"`).pluck().get() ?? 0,
    ]),
  );
}

/** Throws `DatabaseError` if a process has the database open. Its lock then prevents the exclusive lock taken here. */
function assertUnused(path: string): void {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(path, { timeout: 0 });
    database.pragma('locking_mode = exclusive');
    database.exec('begin exclusive');
    database.exec('rollback');
  } catch (error) {
    if (errorCode(error).startsWith('SQLITE_BUSY')) {
      throw new DatabaseError(`${path} is in use`, 'Stop the service first', { cause: error });
    }
    // A damaged file, or a file that is not a database, can be replaced.
  } finally {
    database?.close();
  }
}
