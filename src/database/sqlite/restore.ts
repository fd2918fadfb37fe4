import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import Sqlite from 'better-sqlite3';
import { DatabaseError } from '../errors.ts';
import { codeOf } from './file-errors.ts';
import { makeFile } from './location.ts';
import { needsMigration } from './migrate.ts';
import { openingError } from './opening-error.ts';

/** A database that is in its place. */
export interface Restored {
  readonly tasks: number;
  /** Where the one is now that was there before. */
  readonly aside: string | undefined;
}

/** A database is up to three files. What belongs to another would damage it. */
const parts = ['', '-wal', '-shm'];

/**
 * Puts a backup in the place of a database that nobody has open. It is received beside it and found whole first; what
 * was there before is kept aside, and never written over. `DatabaseError` says what keeps it from that, and leaves
 * everything as it was.
 */
export async function restore(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  version: string | undefined,
): Promise<Restored> {
  const isThere = existsSync(path);
  if (isThere) assertUnused(path);
  const unfinished = `${path}.unfinished-${process.pid}`;
  makeFile(unfinished);
  try {
    await receive(chunks, unfinished);
    const tasks = verify(unfinished, version);
    // Somebody may have started it meanwhile.
    if (isThere) assertUnused(path);
    const aside = isThere ? `${path}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}` : undefined;
    for (const part of parts) {
      if (aside !== undefined && existsSync(path + part)) renameSync(path + part, aside + part);
    }
    renameSync(unfinished, path);
    return { tasks, aside };
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

/** Opens what was received as the service will. Gives the number of its tasks. */
function verify(file: string, version: string | undefined): number {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(file);
    // Later versions leave this one behind; what earlier ones lack is migrated at the start.
    needsMigration(database, 'The backup', version);
    const tables = database.prepare<[], number>("select count(*) from sqlite_schema where name = 'task'");
    if (tables.pluck().get() !== 1) {
      throw new DatabaseError('The backup has no tasks in it', 'Name a file that `backup` has made');
    }
    const [fault] = database.pragma('integrity_check') as { integrity_check: string }[];
    if (fault?.integrity_check !== 'ok') {
      throw new DatabaseError(
        `The backup is damaged: ${fault?.integrity_check ?? 'it cannot be checked'}`,
        'Take another one, or copy it once more and compare its sha256',
      );
    }
    return database.prepare<[], number>('select count(*) from task').pluck().get() ?? 0;
  } catch (error) {
    throw openingError(error, 'The backup');
  } finally {
    database?.close();
  }
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
