import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import Sqlite from 'better-sqlite3';
import { DatabaseError } from '../errors.ts';
import { codeOf } from './file-errors.ts';
import { makeFile } from './location.ts';
import { migrationsOf } from '../migrations.ts';
import type { Storage } from '../storage.ts';
import { needsMigration } from './migrate.ts';
import { openingError } from './opening-error.ts';

/** A database that is in its place. */
export interface Restored {
  /** The number of rows of each table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Where the one is now that was there before. */
  readonly previous: string | undefined;
}

/** The program that will open the database. */
export interface Program {
  readonly storages: readonly Storage<unknown>[];
  readonly version: string | undefined;
}

/** A database is up to three files. What belongs to another would damage it. */
const parts = ['', '-wal', '-shm'];

/**
 * Puts a backup in the place of a database that nobody has open. It is received beside it and found whole first; what
 * was there before is kept previous, and never written over. `DatabaseError` says what keeps it from that, and leaves
 * everything as it was.
 */
export async function restore(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  program: Program,
): Promise<Restored> {
  const isThere = existsSync(path);
  if (isThere) assertUnused(path);
  const unfinished = `${path}.unfinished-${process.pid}`;
  makeFile(unfinished);
  try {
    await receive(chunks, unfinished);
    const rows = verify(unfinished, program);
    // Somebody may have started it meanwhile.
    if (isThere) assertUnused(path);
    const previous = isThere
      ? `${path}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
      : undefined;
    for (const part of parts) {
      if (previous !== undefined && existsSync(path + part)) renameSync(path + part, previous + part);
    }
    renameSync(unfinished, path);
    return { rows, previous };
  } finally {
    for (const part of [...parts, '-journal']) rmSync(unfinished + part, { force: true });
  }
}

async function receive(chunks: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  try {
    await pipeline(chunks, createWriteStream(file, { flags: 'r+', flush: true }));
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new DatabaseError(
      `The backup cannot be read, or ${file} not be written, to its end (${codeOf(cause)})`,
      'See that it is there, that this user may read it, and that the disk of the database has room for it',
      { cause },
    );
  }
}

/** Opens the received file as the service does. Returns the number of rows of each table. */
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

/** Counts the rows of those of the tables that exist. Virtual tables are left out. */
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

/** Whoever has a database open holds a lock on its file, which keeps others from having it alone. */
function assertUnused(path: string): void {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(path, { timeout: 0 });
    database.pragma('locking_mode = exclusive');
    database.exec('begin exclusive');
    database.exec('rollback');
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY')) {
      throw new DatabaseError(`${path} is in use`, 'Stop the service, and restore it then', { cause: error });
    }
    // It is damaged, or no database: one more reason to replace it.
  } finally {
    database?.close();
  }
}
