import { createHash } from 'node:crypto';
import { closeSync, existsSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { errorCode } from '../error-code.ts';
import { DatabaseError } from '../errors.ts';
import { assertOwnFile } from './migrate.ts';
import { openingError } from './opening-error.ts';

/** A verified copy. */
export interface Backup {
  readonly bytes: number;
  /** The number of rows in each table. */
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Copies a snapshot of a database into a new file, even while others write to the database. The file gets its name only
 * after the copy has been verified: SQLite's integrity check passes, and the rows equal those of the snapshot. If it
 * throws a `DatabaseError`, it leaves no file behind. Calls `onProgress` with the number of rows read since the last
 * call, and with the total, which counts each row twice because it is read twice.
 */
export async function backUp(
  path: string,
  target: string,
  onProgress: OnProgress = () => undefined,
): Promise<Backup> {
  if (!existsSync(path)) {
    throw new DatabaseError(
      `There is no database at ${path}`,
      'Set the database URL to an existing database',
    );
  }
  if (existsSync(target)) throw exists(target);
  const unfinished = `${target}.unfinished-${process.pid}`;
  createPrivate(unfinished);
  try {
    const { rows, hashes } = await copy(path, unfinished, onProgress);
    const bytes = verify(unfinished, hashes, onProgress);
    publish(unfinished, target);
    return { bytes, rows };
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true });
  }
}

type OnProgress = (rows: number, total: number) => void;
const rowsPerCall = 1000;

interface Contents {
  readonly rows: Readonly<Record<string, number>>;
  readonly hashes: Readonly<Record<string, string>>;
}

async function copy(path: string, unfinished: string, onProgress: OnProgress): Promise<Contents> {
  let source: Sqlite.Database | undefined;
  try {
    source = new Sqlite(path, { readonly: true });
    assertOwnFile(source, path);
    // The transaction reads one snapshot. The copy is made within this transaction.
    source.exec('begin');
    const contents = contentsOf(source, onProgress);
    // All rows were read without an error, so an I/O error comes from the target.
    await source.backup(unfinished).catch((error: unknown) => {
      throw errorCode(error).startsWith('SQLITE_IOERR') ? noSpace(unfinished, error) : error;
    });
    source.exec('commit');
    return contents;
  } catch (error) {
    throw isDiskFull(error) ? noSpace(unfinished, error) : openingError(error, path);
  } finally {
    source?.close();
  }
}

/** Opens and checks the copy. Returns its size. */
function verify(unfinished: string, expected: Contents['hashes'], onProgress: OnProgress): number {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(unfinished);
    // Without WAL mode, the copy is a single file, which can be moved. The service switches back to WAL when it opens
    // the copy.
    database.pragma('journal_mode = delete');
    const [damage] = database.pragma('integrity_check') as { integrity_check: string }[];
    if (damage?.integrity_check !== 'ok') {
      throw unequal(damage?.integrity_check ?? 'the integrity check failed');
    }
    const { hashes } = contentsOf(database, onProgress);
    const different = Object.keys({ ...expected, ...hashes }).filter(
      (name) => expected[name] !== hashes[name],
    );
    if (different.length > 0) throw unequal(`the rows differ in ${different.join(', ')}`);
    return (
      Number(database.pragma('page_count', { simple: true })) *
      Number(database.pragma('page_size', { simple: true }))
    );
  } catch (error) {
    throw isDiskFull(error) ? noSpace(unfinished, error) : openingError(error, unfinished);
  } finally {
    database?.close();
  }
}

/** The number of rows in every table, and a hash of the rows. */
function contentsOf(database: Sqlite.Database, onProgress: OnProgress): Contents {
  const tables = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and rootpage > 0 order by name")
    .pluck()
    .all();
  const count = (table: string): number =>
    database.prepare<[], number>(`select count(*) from "${table}"`).pluck().get() ?? 0;
  const total = 2 * tables.reduce((sum, table) => sum + count(table), 0);
  const rows: Record<string, number> = {};
  const hashes: Record<string, string> = {};
  for (const table of ['sqlite_schema', ...tables]) {
    const hash = createHash('sha256');
    let read = 0;
    // Reads in the order of the table, which is the same in the copy.
    const statement = database.prepare<[], unknown[]>(`select * from "${table}"`).raw().safeIntegers();
    for (const row of statement.iterate()) {
      hash.update(JSON.stringify(row.map(toJson)));
      read += 1;
      if (read % rowsPerCall === 0) onProgress(rowsPerCall, total);
    }
    rows[table] = read;
    hashes[table] = hash.digest('hex');
  }
  return { rows, hashes };
}

/** Converts a value to JSON that preserves its type. */
function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return { integer: String(value) };
  return Buffer.isBuffer(value) ? { blob: value.toString('base64') } : value;
}

function createPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (cause) {
    throw new DatabaseError(
      `Cannot create ${file} (${errorCode(cause)})`,
      'Name a file in an existing directory that this user may write to',
      { cause },
    );
  }
}

/** Moves the finished copy to its target. Throws if a file was created there in the meantime. */
function publish(unfinished: string, target: string): void {
  try {
    linkSync(unfinished, target);
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || existsSync(target)) throw exists(target);
    // Some file systems do not support hard links.
    renameSync(unfinished, target);
  }
}

function noSpace(file: string, cause: unknown): DatabaseError {
  return new DatabaseError(
    `There is no space left to write ${file} (${errorCode(cause)})`,
    'Free up disk space, or choose another disk',
    { cause },
  );
}

function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_WRITE';
}

function exists(target: string): DatabaseError {
  return new DatabaseError(`${target} exists`, 'Name a new file: a backup never overwrites another file');
}

function unequal(what: string): DatabaseError {
  return new DatabaseError(`The copy differs from the database: ${what}`, 'Check both disks, then try again');
}
