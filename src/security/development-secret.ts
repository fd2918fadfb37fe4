// Outside production the service makes a secret of its own, so that a first start needs no preparation. It stays in
// the data folder, so that tokens outlive a restart, and only its owner can read it.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the development secret of a data folder, or makes it. Throws with a remedy when the folder is not writable. */
export function developmentSecret(dataFolder: string): { secret: Uint8Array; file: string } {
  const file = join(dataFolder, 'development-secret');
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    // Made only if it is not there yet, even when two processes start at once.
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw new Error(`Cannot write ${file}: make its folder writable, or set AUTH_JWT_SECRET`, {
        cause: error,
      });
    }
  }
  return { secret: new TextEncoder().encode(readFileSync(file, 'utf8').trim()), file };
}
