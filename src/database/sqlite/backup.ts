import { createHash } from 'node:crypto';
import { closeSync, existsSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { DatabaseError } from '../errors.ts';
import { codeOf, isFull } from './file-errors.ts';
import { assertOwnFile } from './migrate.ts';
import { openingError } from './opening-error.ts';

/** A copy that was verified. */
export interface Backup {
  readonly bytes: number;
  /** The rows of each table. */
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Copies a database that others may be writing to, as it is at one moment, into a file that is not there yet. The
 * file appears under its name only after it was opened as a database, found whole, and found to have the rows of
 * that moment. `DatabaseError` says what keeps it from that, and leaves nothing behind.
 */
export async function backUp(path: string, target: string): Promise<Backup> {
  if (!existsSync(path)) {
    throw new DatabaseError(
      `There is no database at ${path}`,
      'Set the database URL to the one that is meant',
    );
  }
  if (existsSync(target)) throw taken(target);
  const unfinished = `${target}.unfinished-${process.pid}`;
  makePrivate(unfinished);
  try {
    const { rows, hashes } = await copy(path, unfinished);
    const bytes = verify(unfinished, hashes);
    publish(unfinished, target);
    return { bytes, rows };
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${unfinished}${end}`, { force: true });
  }
}

interface Contents {
  readonly rows: Readonly<Record<string, number>>;
  readonly hashes: Readonly<Record<string, string>>;
}

async function copy(path: string, unfinished: string): Promise<Contents> {
  let source: Sqlite.Database | undefined;
  try {
    source = new Sqlite(path, { readonly: true });
    assertOwnFile(source, path);
    // From its first read on, a transaction sees one moment; the copy is made within it.
    source.exec('begin');
    const contents = contentsOf(source);
    // All rows have been read: what fails now is at the other end.
    await source.backup(unfinished).catch((error: unknown) => {
      throw codeOf(error).startsWith('SQLITE_IOERR') ? full(unfinished, error) : error;
    });
    source.exec('commit');
    return contents;
  } catch (error) {
    throw isFull(error) ? full(unfinished, error) : openingError(error, path);
  } finally {
    source?.close();
  }
}

/** Opens the copy as whoever restores it will. Gives its size. */
function verify(unfinished: string, wanted: Contents['hashes']): number {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(unfinished);
    // One file, which can be moved as it is; the service goes back to its log when it opens it.
    database.pragma('journal_mode = delete');
    const [fault] = database.pragma('integrity_check') as { integrity_check: string }[];
    if (fault?.integrity_check !== 'ok') throw damaged(fault?.integrity_check ?? 'it cannot be checked');
    const { hashes } = contentsOf(database);
    const different = Object.keys({ ...wanted, ...hashes }).filter((name) => wanted[name] !== hashes[name]);
    if (different.length > 0) throw damaged(`other rows in ${different.join(', ')}`);
    return (
      Number(database.pragma('page_count', { simple: true })) *
      Number(database.pragma('page_size', { simple: true }))
    );
  } catch (error) {
    throw isFull(error) ? full(unfinished, error) : openingError(error, unfinished);
  } finally {
    database?.close();
  }
}

/** Every row of every table, as a number and a hash. */
function contentsOf(database: Sqlite.Database): Contents {
  const tables = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and rootpage > 0 order by name")
    .pluck()
    .all();
  const rows: Record<string, number> = {};
  const hashes: Record<string, string> = {};
  for (const table of ['sqlite_schema', ...tables]) {
    const hash = createHash('sha256');
    let count = 0;
    // In the order in which the table has them, which a copy has too.
    const statement = database.prepare<[], unknown[]>(`select * from "${table}"`).raw().safeIntegers();
    for (const row of statement.iterate()) {
      hash.update(JSON.stringify(row.map(asText)));
      count += 1;
    }
    rows[table] = count;
    hashes[table] = hash.digest('hex');
  }
  return { rows, hashes };
}

/** A value with its type, as a text. */
function asText(value: unknown): unknown {
  if (typeof value === 'bigint') return { integer: String(value) };
  return Buffer.isBuffer(value) ? { blob: value.toString('base64') } : value;
}

function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (cause) {
    throw new DatabaseError(
      `${file} cannot be made (${codeOf(cause)})`,
      'Name a file in a folder that is there, and that this user may write to',
      { cause },
    );
  }
}

/** Gives the copy its name, unless somebody has taken that meanwhile. */
function publish(unfinished: string, target: string): void {
  try {
    linkSync(unfinished, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || existsSync(target)) throw taken(target);
    // Some file systems have one name for a file and no more.
    renameSync(unfinished, target);
  }
}

function full(file: string, cause: unknown): DatabaseError {
  return new DatabaseError(
    `${file} cannot be written to its end (${codeOf(cause)})`,
    'Make room, or choose another disk',
    { cause },
  );
}

function taken(target: string): DatabaseError {
  return new DatabaseError(`${target} exists`, 'Name a file that does not: a backup is never written over');
}

function damaged(what: string): DatabaseError {
  return new DatabaseError(
    `The copy is not as the database is: ${what}`,
    'See that both disks are sound, then try again',
  );
}
