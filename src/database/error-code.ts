/** The error code of Node (`ENOENT`), SQLite (`SQLITE_BUSY`) or PostgreSQL (a SQLSTATE), or `unknown`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
