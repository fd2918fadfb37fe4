import { closeSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode } from '../error-code.ts';
import { DatabaseError } from '../errors.ts';
import { makeDirectory } from '../../files/make-directory.ts';

/** Describes the error in a `sqlite:` URL, with a remedy. Undefined for a valid URL. */
export function sqliteUrlProblem(url: string): string | undefined {
  const path = url.slice('sqlite:'.length);
  if (path.startsWith('~')) return 'must not start with ~, which only a shell expands. Write the full path';
  if (path.includes('?')) return 'must have no parameters. Write sqlite:PATH or sqlite::memory:';
  if (path.startsWith('file:')) return 'must name a path instead of a file: URL. Write sqlite:PATH';
  return undefined;
}

/** The absolute path in a `sqlite:` URL, undefined for a database in memory. Throws `DatabaseError`. */
export function sqlitePath(url: string): string | undefined {
  const path = url.slice('sqlite:'.length);
  if (path === ':memory:') return undefined;
  if (path === '' || path.startsWith('//')) {
    throw new DatabaseError(
      `"${url}" does not name a file`,
      'Write sqlite:./data/tasks.db, sqlite:/var/lib/tasks.db or sqlite::memory:',
    );
  }
  const problem = sqliteUrlProblem(url);
  if (problem !== undefined) throw new DatabaseError(`Invalid database URL: ${url}`, `The path ${problem}`);
  return resolve(path);
}

/** Creates the file and its directory if they do not exist, accessible to this user only. Throws `DatabaseError`. */
export function createFile(path: string): void {
  try {
    makeDirectory(dirname(path));
    // SQLite would create a file that everyone can read. The WAL inherits the mode of the file.
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'EISDIR') {
      throw new DatabaseError(
        `The database file ${path} is a directory (${code})`,
        `Name a file in it: sqlite:${path}/tasks.db`,
        { cause },
      );
    }
    throw new DatabaseError(
      `Cannot write the database file ${path} (${code})`,
      'Allow this user to write the file and its directory, or set the database URL to another path',
      { cause },
    );
  }
}
