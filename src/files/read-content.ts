import { readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

export interface ReadOptions {
  /** A missing file counts as empty. */
  readonly isOptional?: boolean;
}

/**
 * The maximum size of a file. It is far more than a certificate with its chain needs. A wrong path could name a file of
 * any size.
 */
const maxBytes = 1024 * 1024;

/** Reads a text file, and removes leading and trailing white space. Throws a `TypeError` that names the file. */
export function readContent(path: string, options: ReadOptions = {}): string {
  try {
    checkKind(statSync(path));
    return decode(readFileSync(path));
  } catch (error) {
    return contentAfter(error, path, options);
  }
}

/** Reads a text file like `readContent`, without blocking the event loop. */
export async function readContentLater(path: string, options: ReadOptions = {}): Promise<string> {
  try {
    checkKind(await stat(path));
    return decode(await readFile(path));
  } catch (error) {
    return contentAfter(error, path, options);
  }
}

/** Accepts only regular files: opening a pipe waits for a program that writes to it, and a device may have no end. */
function checkKind(file: Stats): void {
  if (!file.isFile()) throw new TypeError('it is not a regular file');
  if (file.size > maxBytes) throw new TypeError('it exceeds 1 MiB');
}

/**
 * Decodes UTF-8. Rejects other encodings, because different secrets could be decoded to the same text. Rejects NUL
 * characters, because a file system can fill a file with them after a crash.
 */
function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text.trim();
  } catch {
    // `fatal` throws for bytes that are not UTF-8.
  }
  throw new TypeError('it is not UTF-8 text');
}

function contentAfter(error: unknown, path: string, { isOptional = false }: ReadOptions): string {
  if (isOptional && error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  // Some of these errors do not name the file.
  const reason = error instanceof Error ? error.message : String(error);
  throw new TypeError(`must be a readable file, but ${path} is not (${reason})`, { cause: error });
}
