// Verifies bearer tokens as RFC 8725 recommends: an allow-list of algorithms for each kind of key, and checks of issuer,
// audience, expiry and subject, which are required.
// jose is imported by its subpaths: its index loads twice as many modules.
import type { JWKSCacheInput, JWTPayload, JWTVerifyOptions, JWTVerifyResult } from 'jose';
import * as errors from 'jose/errors';
import { createRemoteJWKSet, jwksCache } from 'jose/jwks/remote';
import { jwtVerify } from 'jose/jwt/verify';
import type { User } from '../contract/request.ts';
import { createTokenCache } from './token-cache.ts';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** A shared secret of at least 32 bytes, or the URL of the issuer's key set. */
  readonly key: { readonly secret: Uint8Array } | { readonly jwksUrl: URL };
}

/**
 * Returns the user of a token: synchronously if the token is cached. Rejects with an `InvalidTokenError` or an
 * `IssuerUnreachableError`.
 */
export type VerifyToken = (token: string) => User | Promise<User>;

/** The token is invalid. The message is safe to send to the client. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
}

/** The issuer's keys are unavailable. */
export class IssuerUnreachableError extends Error {
  override readonly name = 'IssuerUnreachableError';
}

const symmetric = ['HS256'];
const asymmetric = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256'];
const maxSubjectLength = 255;
const clockToleranceSeconds = 5;
const cacheLimits = { maxTokens: 10_000, maxCharacters: 4_000_000 };

/** Creates a verifier. Without the cache, it verifies a token at each call. */
export function createTokenVerifier(rules: TokenRules, { usesCache = true } = {}): VerifyToken {
  const { check, keySet } = createChecker(rules);
  const cache = createTokenCache(cacheLimits);
  let cachedKeys: unknown;

  const verify = async (token: string): Promise<User> => {
    const keys = keySet();
    const { payload } = await check(token).catch((error: unknown) => {
      throw toVerificationError(error);
    });
    const user = userOf(payload);
    // If the keys changed meanwhile, it is unknown which of them verified the token.
    if (usesCache && keys !== undefined && keys === keySet()) {
      cache.set(token, user, ((payload.exp ?? 0) + clockToleranceSeconds) * 1000);
    }
    return user;
  };
  return (token) => {
    const keys = keySet();
    // The cached tokens were verified with the previous keys.
    if (keys !== cachedKeys) cache.clear();
    cachedKeys = keys;
    return cache.get(token) ?? verify(token);
  };
}

interface Checker {
  readonly check: (token: string) => Promise<JWTVerifyResult>;
  /** Identifies the current keys: a different value when they change, undefined while they must be fetched. */
  readonly keySet: () => unknown;
}

function createChecker({ issuer, audience, key }: TokenRules): Checker {
  const options: JWTVerifyOptions = {
    issuer,
    audience,
    algorithms: 'secret' in key ? symmetric : asymmetric,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: clockToleranceSeconds,
  };
  if ('secret' in key) {
    return { check: (token) => jwtVerify(token, key.secret, options), keySet: () => key.secret };
  }
  const keyCache: JWKSCacheInput = {};
  // An unknown `kid` fetches the keys again, but at most every 30 seconds: forged tokens must not flood the issuer.
  const keys = createRemoteJWKSet(key.jwksUrl, {
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    timeoutDuration: 3_000,
    [jwksCache]: keyCache,
  });
  return {
    check: (token) => jwtVerify(token, keys, options),
    keySet: () => (keys.fresh ? keyCache['jwks'] : undefined),
  };
}

function userOf({ sub, scope }: JWTPayload): User {
  // jose does not check the types of these claims.
  if (typeof sub !== 'string' || sub === '' || sub.length > maxSubjectLength || /\p{Cc}|\p{Cs}/u.test(sub)) {
    throw new InvalidTokenError('The token has no valid subject');
  }
  return { sub, scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []) };
}

function toVerificationError(error: unknown): Error {
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
    return new IssuerUnreachableError('The issuer is not responding', { cause: error });
  }
  if (error instanceof errors.JWTExpired)
    return new InvalidTokenError('The token has expired', { cause: error });
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new InvalidTokenError(`The token's "${error.claim}" claim is missing or invalid`, {
      cause: error,
    });
  }
  // The issuer responded with something other than a key set.
  if (error.code === errors.JOSEError.code || error instanceof errors.JWKSInvalid) {
    return new IssuerUnreachableError('The issuer returned no keys', { cause: error });
  }
  return new InvalidTokenError('The token is malformed, or its signature is invalid', { cause: error });
}
