import type Sqlite from 'better-sqlite3';
import { DatabaseError } from '../errors.ts';

type Pragmas = Readonly<Record<string, number | string>>;

const KIB = 1024;
const MIB = 1024 * KIB;

/** Of every connection. */
const common: Pragmas = {
  foreign_keys: 1,
  // Functions and virtual tables with side effects are not to be called from a schema that someone tampered with.
  trusted_schema: 0,
  // What a sort or a merge sets aside stays in memory: the container's file system is read-only.
  temp_store: 2,
  // Negative: in KiB. The inner pages of the indexes of a million tasks fit.
  cache_size: (-16 * MIB) / KIB,
};

/** Of the connection that writes, on a file. */
export const writing: Pragmas = {
  journal_mode: 'wal',
  // better-sqlite3 has NORMAL for WAL, with which the last answered writes are lost in a power cut.
  synchronous: 2,
  // In pages: about 4 MB, after which a commit copies the WAL into the main file and starts it over.
  wal_autocheckpoint: 1000,
  // A WAL that one large transaction has made longer is cut back to this.
  journal_size_limit: 8 * MIB,
  ...common,
};

/** Of the connection that reads, on a file. */
export const reading: Pragmas = { query_only: 1, ...common };

/** Of the only connection, in memory. */
export const inMemory: Pragmas = { journal_mode: 'memory', ...common };

/** Sets each pragma and reads it back; `DatabaseError` where SQLite did not take it. */
export function applyPragmas(raw: Sqlite.Database, pragmas: Pragmas): void {
  for (const [name, wanted] of Object.entries(pragmas)) {
    // SQLite ignores what it cannot do, and says nothing.
    raw.pragma(`${name} = ${wanted}`);
    const actual = raw.pragma(name, { simple: true });
    if (actual !== wanted) {
      throw new DatabaseError(
        `SQLite has ${name} at "${String(actual)}" where "${wanted}" is needed`,
        name === 'journal_mode'
          ? 'Put the database on a local disk: WAL needs shared memory, which network file systems lack'
          : 'Use the version of SQLite that is installed with this program',
      );
    }
  }
}

/** Limits the size of the database. Where it is larger already, it does not grow. */
export function limitSize(raw: Sqlite.Database, maxBytes: number): void {
  const pageSize = Number(raw.pragma('page_size', { simple: true }));
  raw.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`);
}
