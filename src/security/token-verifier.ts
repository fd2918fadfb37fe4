// Verifies bearer tokens as RFC 8725 asks: an allow-list of algorithms that fits the kind of key, and issuer,
// audience, expiry and subject required and checked.
// From its parts: the whole of jose is twice as many modules to load at a start.
import type { JWKSCacheInput, JWTPayload, JWTVerifyOptions, JWTVerifyResult } from 'jose';
import * as errors from 'jose/errors';
import { createRemoteJWKSet, jwksCache } from 'jose/jwks/remote';
import { jwtVerify } from 'jose/jwt/verify';
import type { User } from '../contract/request.ts';
import { tokenMemory } from './token-memory.ts';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** A shared secret of at least 32 bytes, or where the issuer publishes its keys. */
  readonly key: { readonly secret: Uint8Array } | { readonly jwksUrl: URL };
}

/**
 * Gives the user of a token, at once where it is remembered. Rejects with `InvalidTokenError` or, when the issuer
 * cannot be asked, with `IssuerUnreachableError`.
 */
export type VerifyToken = (token: string) => User | Promise<User>;

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
const clockTolerance = 5;
const remembered = { tokens: 10_000, characters: 4_000_000 };

/** Makes the verifier for a configuration. With `remember` false, each token is verified each time. */
export function createTokenVerifier(rules: TokenRules, { remember = true } = {}): VerifyToken {
  const { check, keySet } = checker(rules);
  const memory = tokenMemory(remembered);
  let verifiedWith: unknown;

  const verify = async (token: string): Promise<User> => {
    const keys = keySet();
    const { payload } = await check(token).catch((error: unknown) => {
      throw translated(error);
    });
    const user = userOf(payload);
    // With other keys than when it began, nobody knows which it was verified with.
    if (remember && keys !== undefined && keys === keySet()) {
      memory.set(token, user, ((payload.exp ?? 0) + clockTolerance) * 1000);
    }
    return user;
  };
  return (token) => {
    const keys = keySet();
    // What was good by the keys before has to be so by those of now.
    if (keys !== verifiedWith) memory.clear();
    verifiedWith = keys;
    return memory.get(token) ?? verify(token);
  };
}

interface Checker {
  readonly check: (token: string) => Promise<JWTVerifyResult>;
  /** What tokens are checked with now: another value when the keys are others, undefined when they are to be had anew. */
  readonly keySet: () => unknown;
}

function checker({ issuer, audience, key }: TokenRules): Checker {
  const options: JWTVerifyOptions = {
    issuer,
    audience,
    algorithms: 'secret' in key ? symmetric : asymmetric,
    requiredClaims: ['exp', 'sub'],
    clockTolerance,
  };
  if ('secret' in key) {
    return { check: (token) => jwtVerify(token, key.secret, options), keySet: () => key.secret };
  }
  const kept: JWKSCacheInput = {};
  // Keys are cached; an unknown `kid` asks again, but not more often than every 30 seconds, so that forged tokens
  // cannot make this service hammer the issuer.
  const keys = createRemoteJWKSet(key.jwksUrl, {
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    timeoutDuration: 3_000,
    [jwksCache]: kept,
  });
  return {
    check: (token) => jwtVerify(token, keys, options),
    keySet: () => (keys.fresh ? kept['jwks'] : undefined),
  };
}

function userOf({ sub, scope }: JWTPayload): User {
  // jose passes on what the token has, of whatever type.
  if (typeof sub !== 'string' || sub === '' || sub.length > longestSubject || /\p{Cc}|\p{Cs}/u.test(sub)) {
    throw new InvalidTokenError('The token has no valid subject');
  }
  return { sub, scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []) };
}

function translated(error: unknown): Error {
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
  // The issuer answered, but with something that is no key set: nobody's token can be checked.
  if (error.code === errors.JOSEError.code || error instanceof errors.JWKSInvalid) {
    return new IssuerUnreachableError('The issuer returned no keys', { cause: error });
  }
  return new InvalidTokenError('The token is malformed, or its signature is invalid', { cause: error });
}
