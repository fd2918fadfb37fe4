// SQLite continues to work with files that were deleted or replaced while they are open. Writes to them are lost when
// the process ends.
import { statSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { DatabaseError, DatabaseUnavailable } from '../errors.ts';

/**
 * Records the identity of the files of a database in WAL mode. The returned function throws `DatabaseUnavailable` if a
 * file was moved, removed or replaced. It takes a few microseconds before each commit, far less than the commit's wait
 * for the disk.
 */
export function fileGuard(raw: Sqlite.Database, path: string): () => void {
  // Reads once, because the first read creates the WAL.
  raw.pragma('schema_version');
  // The WAL index is included: without it, another process that opens the database treats the WAL as abandoned.
  const opened = [path, `${path}-wal`, `${path}-shm`].map((file) => ({ file, identity: identityOf(file) }));
  return () => {
    for (const { file, identity } of opened) {
      if (identity === undefined || identityOf(file) !== identity)
        throw new DatabaseUnavailable('displaced', { cause: displaced(file) });
    }
  };
}

/** The device and inode. The system does not reuse the inode of an open file. */
function identityOf(file: string): string | undefined {
  try {
    // Inodes can exceed the range of a number.
    const { dev, ino } = statSync(file, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

function displaced(file: string): DatabaseError {
  return new DatabaseError(
    `${file} was moved, removed or replaced while it was open`,
    'Move it back, or save the data before this process ends: see the runbook NotReady',
  );
}
