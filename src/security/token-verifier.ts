// Verifies bearer tokens as RFC 8725 asks: an allow-list of algorithms that fits the kind of key, and issuer,
// audience, expiry and subject required and checked.
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions, JWTVerifyResult } from 'jose';
import type { User } from '../contract/request.ts';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** A shared secret of at least 32 bytes, or where the issuer publishes its keys. */
  readonly key: { readonly secret: Uint8Array } | { readonly jwksUrl: URL };
}

/** Gives the user of a token. Throws `InvalidTokenError` or, when the issuer cannot be asked, `IssuerUnreachableError`. */
export type VerifyToken = (token: string) => Promise<User>;

/** The token is not good; the message may be told to the client. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
}

/** The issuer's keys cannot be had right now. */
export class IssuerUnreachableError extends Error {
  override readonly name = 'IssuerUnreachableError';
}

const symmetric = ['HS256'];
const asymmetric = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256'];
const longestSubject = 255;

/** Makes the verifier for a configuration. */
export function createTokenVerifier({ issuer, audience, key }: TokenRules): VerifyToken {
  const options: JWTVerifyOptions = {
    issuer,
    audience,
    algorithms: 'secret' in key ? symmetric : asymmetric,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: 5,
  };
  // Keys are cached; an unknown `kid` asks again, but not more often than every 30 seconds, so that forged tokens
  // cannot make this service hammer the issuer.
  const keys: JWTVerifyGetKey | undefined =
    'jwksUrl' in key
      ? createRemoteJWKSet(key.jwksUrl, {
          cooldownDuration: 30_000,
          cacheMaxAge: 600_000,
          timeoutDuration: 3_000,
        })
      : undefined;

  const check = (token: string): Promise<JWTVerifyResult> => {
    if (keys !== undefined) return jwtVerify(token, keys, options);
    return 'secret' in key
      ? jwtVerify(token, key.secret, options)
      : Promise.reject(new Error('There is no key'));
  };
  return async (token) => {
    const { payload } = await check(token).catch((error: unknown) => {
      throw translated(error);
    });
    return userOf(payload);
  };
}

function userOf({ sub, scope }: JWTPayload): User {
  // jose passes on what the token has, of whatever type.
  if (typeof sub !== 'string' || sub === '' || sub.length > longestSubject || /\p{Cc}|\p{Cs}/u.test(sub)) {
    throw new InvalidTokenError('The token has no usable subject');
  }
  return { sub, scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []) };
}

function translated(error: unknown): Error {
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
    return new IssuerUnreachableError('The issuer does not answer', { cause: error });
  }
  if (error instanceof errors.JWTExpired)
    return new InvalidTokenError('The token has expired', { cause: error });
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new InvalidTokenError(`The token's claim "${error.claim}" is missing or wrong`, { cause: error });
  }
  // The issuer answered, but with something that is no key set: nobody's token can be checked.
  if (error.code === errors.JOSEError.code || error instanceof errors.JWKSInvalid) {
    return new IssuerUnreachableError('The issuer answers no keys', { cause: error });
  }
  return new InvalidTokenError('The token is malformed, or is not signed by the issuer', { cause: error });
}
