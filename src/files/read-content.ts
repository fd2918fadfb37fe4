import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

export interface ReadOptions {
  /** A missing file counts as empty. */
  readonly isOptional?: boolean;
}

/** Reads a text file, without white space at its ends. Throws a `TypeError` that names the file. */
export function readContent(path: string, options: ReadOptions = {}): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    return contentAfter(error, path, options);
  }
}

/** Reads a text file like `readContent`, without blocking the event loop. */
export async function readContentLater(path: string, options: ReadOptions = {}): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    return contentAfter(error, path, options);
  }
}

function contentAfter(error: unknown, path: string, { isOptional = false }: ReadOptions): string {
  if (isOptional && error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  // Some of these errors do not name the file.
  const reason = error instanceof Error ? error.message : String(error);
  throw new TypeError(`must be a readable file, but ${path} is not (${reason})`, { cause: error });
}
