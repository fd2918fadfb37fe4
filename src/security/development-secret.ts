// Outside production the service makes a secret of its own, so that a first start needs no preparation. It stays in
// the data folder, so that tokens outlive a restart, and only its owner can read it.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In bytes. The key for HS256 is as long as its hash, or longer (RFC 7518, section 3.2). */
export const shortestSecret = 32;

/** There is no development secret to be had; the message says what to do. */
export class DevelopmentSecretError extends Error {
  override readonly name = 'DevelopmentSecretError';
}

/** Reads the development secret of a data folder, or makes it. Throws a `DevelopmentSecretError` when it cannot. */
export function developmentSecret(dataFolder: string): { secret: Uint8Array; file: string } {
  const file = join(dataFolder, 'development-secret');
  const secret = new TextEncoder().encode(readOrMake(dataFolder, file).trim());
  if (secret.length >= shortestSecret) return { secret, file };
  throw new DevelopmentSecretError(
    `${file} holds no secret of at least ${shortestSecret} bytes: delete it, and a new one is made`,
  );
}

function readOrMake(dataFolder: string, file: string): string {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    makeOnce(file);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new DevelopmentSecretError(
      `Cannot write ${file} (${code}): see that its folder is writable and has room, or set AUTH_JWT_SECRET`,
      { cause },
    );
  }
}

/** Makes the file only if it is not there yet, even when two processes start at once. */
function makeOnce(file: string): void {
  try {
    writeFileSync(file, `${randomBytes(shortestSecret).toString('base64url')}\n`, {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
