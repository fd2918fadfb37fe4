import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseError } from '../errors.ts';

/** The path that a `sqlite:` URL names, absolute, or undefined for one in memory; `DatabaseError` if it names none. */
export function sqlitePath(url: string): string | undefined {
  const path = url.slice('sqlite:'.length);
  if (path === ':memory:') return undefined;
  if (path === '' || path.startsWith('//')) {
    throw new DatabaseError(
      `"${url}" names no file`,
      'Write sqlite:./data/tasks.db, sqlite:/var/lib/tasks.db or sqlite::memory:',
    );
  }
  return resolve(path);
}

/** Makes sure that there is a file to write to, its folder too, both for this user alone; `DatabaseError` if not. */
export function makeFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite would make it readable for everyone. The WAL takes the mode of the file.
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    if (code === 'EISDIR') {
      throw new DatabaseError(
        `The database file ${path} is a folder (${code})`,
        `Name a file in it: sqlite:${path}/tasks.db`,
        { cause },
      );
    }
    throw new DatabaseError(
      `The database file ${path} cannot be written to (${code})`,
      'Give this user the right to write to the file and its folder, or set the database URL to another place',
      { cause },
    );
  }
}
