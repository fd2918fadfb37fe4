// SQLite works on with files that were removed or replaced under it. What is written to them ends with the process.
import { statSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { DatabaseError, DatabaseUnavailable } from '../errors.ts';

/**
 * Remembers which files a database in WAL mode has at its path while it is open. What it gives throws
 * `DatabaseUnavailable` as long as one of them is not there: some microseconds, beside the wait for the disk that each
 * commit is.
 */
export function rememberFiles(raw: Sqlite.Database, path: string): () => void {
  // The log is made by the first who reads.
  raw.pragma('schema_version');
  // The index of the log too: without it, whoever else opens the database takes the log for one that nobody has.
  const opened = [path, `${path}-wal`, `${path}-shm`].map((file) => ({ file, identity: identityOf(file) }));
  return () => {
    for (const { file, identity } of opened) {
      if (identity === undefined || identityOf(file) !== identity)
        throw new DatabaseUnavailable('displaced', { cause: displaced(file) });
    }
  };
}

/** What no two files have in common at a time; the one that is open keeps it from being given to another. */
function identityOf(file: string): string | undefined {
  try {
    // A number would not hold every inode.
    const { dev, ino } = statSync(file, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

function displaced(file: string): DatabaseError {
  return new DatabaseError(
    `${file} was moved, removed or replaced while it was open`,
    'Move it back, or save what only this process still has before it ends: the runbook NotReady says how',
  );
}
