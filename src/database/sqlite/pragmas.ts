import type Sqlite from 'better-sqlite3';
import { DatabaseError } from '../errors.ts';

type Pragmas = Readonly<Record<string, number | string>>;

const KIB = 1024;
const MIB = 1024 * KIB;

/** The pragmas for every connection. */
const common: Pragmas = {
  foreign_keys: 1,
  // A manipulated schema must not call functions or virtual tables with side effects.
  trusted_schema: 0,
  // Sorts and merges use memory: the container's file system is read-only.
  temp_store: 2,
  // A negative value is in KiB. This is enough for the inner pages of the indexes of a million tasks.
  cache_size: (-16 * MIB) / KIB,
};

/** The pragmas for the connection that writes to a file. */
export const writing: Pragmas = {
  journal_mode: 'wal',
  // 2 means FULL. In WAL mode, better-sqlite3 defaults to NORMAL, which loses the last acknowledged writes in a power
  // failure.
  synchronous: 2,
  // In pages, about 4 MB. A commit that exceeds this size copies the WAL into the main file and restarts the WAL.
  wal_autocheckpoint: 1000,
  // A WAL that a large transaction has extended is truncated to this size afterwards.
  journal_size_limit: 8 * MIB,
  ...common,
};

/** The pragmas for the connections that read from a file. */
export const reading: Pragmas = { query_only: 1, ...common };

/** The pragmas for the only connection of a database in memory. */
export const inMemory: Pragmas = { journal_mode: 'memory', ...common };

/** Sets each pragma and reads it back. Throws `DatabaseError` if SQLite has not applied it. */
export function applyPragmas(raw: Sqlite.Database, pragmas: Pragmas): void {
  for (const [name, required] of Object.entries(pragmas)) {
    // SQLite silently ignores a value that it cannot apply.
    raw.pragma(`${name} = ${required}`);
    const actual = raw.pragma(name, { simple: true });
    if (actual !== required) {
      throw new DatabaseError(
        `SQLite has set ${name} to "${String(actual)}" instead of "${required}"`,
        name === 'journal_mode'
          ? 'Put the database on a local disk: WAL requires shared memory, which network file systems lack'
          : 'Use the SQLite version that npm ci installs with this program',
      );
    }
  }
}
