// Verifies tokens with secrets that the service shares with the issuer. During a rotation, there are two secrets. A
// token does not name its secret, so each is tried.
import type { JWTVerifyOptions, JWTVerifyResult } from 'jose';
import { JOSEAlgNotAllowed, JWSSignatureVerificationFailed } from 'jose/errors';
import { jwtVerify } from 'jose/jwt/verify';

/** The algorithms that a secret supports: it must be at least as long as their hash (RFC 7518, section 3.2). */
function algorithmsFor(secret: Uint8Array): string[] {
  return [256, 384, 512].filter((bits) => secret.length * 8 >= bits).map((bits) => `HS${bits}`);
}

/** The algorithms that at least one of the secrets supports. */
export function algorithmsOf(secrets: readonly Uint8Array[]): string[] {
  return [...new Set(secrets.flatMap(algorithmsFor))];
}

/** Verifies a token with the secret that signed it. Rejects with a jose error. */
export async function verifyWithSecrets(
  token: string,
  secrets: readonly Uint8Array[],
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  let failure: unknown;
  for (const secret of secrets) {
    try {
      return await jwtVerify(token, secret, { ...options, algorithms: algorithmsFor(secret) });
    } catch (error) {
      const isOther = error instanceof JWSSignatureVerificationFailed || error instanceof JOSEAlgNotAllowed;
      // Any other error is final: the token is malformed, or this secret signed it and a claim is invalid.
      if (!isOther) throw error;
      // The algorithm is reported as the reason only if no secret accepts it.
      if (failure === undefined || failure instanceof JOSEAlgNotAllowed) failure = error;
    }
  }
  throw failure;
}
