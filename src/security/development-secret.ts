// Outside production, the service generates its own secret, so that the first start needs no configuration. The secret
// is stored in the data directory, so that tokens stay valid after a restart. Only the file's owner can read it.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../files/make-directory.ts';

/** The minimum length of a secret. An HS256 key must be at least as long as the hash (RFC 7518, section 3.2). */
export const minSecretBytes = 32;

/** Thrown if the development secret cannot be read or created. The message states the remedy. */
export class DevelopmentSecretError extends Error {
  override readonly name = 'DevelopmentSecretError';
}

/**
 * Reads a development secret from the data directory, and creates it if it is missing. `name` is its file name, by
 * default that of the secret for tokens. Throws a `DevelopmentSecretError` if the secret is unusable or inaccessible.
 */
export function developmentSecret(
  dataDirectory: string,
  name = 'development-secret',
): { secret: Uint8Array; file: string } {
  const file = join(dataDirectory, name);
  const secret = new TextEncoder().encode(readOrCreate(dataDirectory, file).trim());
  if (secret.length >= minSecretBytes) return { secret, file };
  throw new DevelopmentSecretError(
    `${file} must contain a secret of at least ${minSecretBytes} bytes. Delete it to generate a new one.`,
  );
}

function readOrCreate(dataDirectory: string, file: string): string {
  try {
    makeDirectory(dataDirectory);
    createOnce(file);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new DevelopmentSecretError(
      `Cannot write ${file} (${code}). Make its directory writable, free up disk space, or set AUTH_JWT_SECRET.`,
      { cause },
    );
  }
}

/** Creates the file unless it exists. Safe when two processes start at the same time. */
function createOnce(file: string): void {
  try {
    writeFileSync(file, `${randomBytes(minSecretBytes).toString('base64url')}\n`, {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
