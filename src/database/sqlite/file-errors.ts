/** The code of SQLite's or Node's error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** Tells whether a disk had no room. */
export function isFull(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_FULL') || codeOf(error) === 'SQLITE_IOERR_WRITE';
}
