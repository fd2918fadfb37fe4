// Verifies bearer tokens as RFC 8725 recommends: an allow-list of algorithms for each kind of key, and required checks
// of issuer, audience, expiry and subject. docs/guides/identity-providers.md documents the rules. jose is imported by
// its subpaths: its index loads twice as many modules.
import type { JWTPayload, JWTVerifyOptions, JWTVerifyResult } from 'jose';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import * as errors from 'jose/errors';
import { decodeJwt } from 'jose/jwt/decode';
import { jwtVerify } from 'jose/jwt/verify';
import type { User } from '../contract/request.ts';
import { accessTokenError } from './access-token.ts';
import type { AccessTokenRules } from './access-token.ts';
import { IssuerUnreachableError, createKeySet } from './key-set.ts';
import type { KeySet, KeySetEvents, KeySetLimits } from './key-set.ts';
import { algorithmsOf, verifyWithSecrets } from './shared-secrets.ts';
import { scopesIn } from './token-scopes.ts';
import type { ScopeRules } from './token-scopes.ts';
import { createTokenCache } from './token-cache.ts';

export interface TokenRules extends AccessTokenRules, ScopeRules {
  /** The accepted issuers (`iss`). Tokens that the service creates name the first one. */
  readonly issuers: readonly string[];
  /**
   * The shared secrets, of which the first signs the tokens that the service creates, or the URLs of key sets: one for
   * all issuers, or one for each issuer in the same order.
   */
  readonly key: { readonly secrets: readonly Uint8Array[] } | { readonly jwksUrls: readonly URL[] };
  readonly keySets: KeySetLimits;
}

/**
 * Returns the user of a token: synchronously if the token is cached. Rejects with an `InvalidTokenError` or an
 * `IssuerUnreachableError`.
 */
export type VerifyToken = (token: string) => User | Promise<User>;

/** Thrown if a token is invalid. The message is safe to send to the client. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
}

export interface VerifierOptions {
  /** If false, each call verifies the token. Default: true. */
  readonly usesCache?: boolean;
  readonly events?: KeySetEvents;
  /** Returns the current shared secrets, if they can change. After a change, it returns a new array. */
  readonly currentSecrets?: (() => readonly Uint8Array[]) | undefined;
}

const asymmetric = [
  ...['ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA'],
  ...['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'],
];
const maxSubjectLength = 255;
/** How long clients wait when a published key cannot be used. */
const unusableKeyRetrySeconds = 5;
const cacheLimits = { maxTokens: 10_000, maxCharacters: 4_000_000 };
/** Separates the issuer from the subject in the owner of a task. No issuer contains it (src/config.ts). */
const ownerSeparator = '|';

/** Creates a verifier. */
export function createTokenVerifier(rules: TokenRules, options: VerifierOptions = {}): VerifyToken {
  const verifiers = sourcesOf(rules, options).map((source) => createVerifier(source, rules, options));
  const [first] = verifiers;
  if (first === undefined) throw new Error('No token issuer is configured');
  if (verifiers.length === 1) return (token) => first.cached(token) ?? first.verify(token);
  return (token) => {
    for (const { cached } of verifiers) {
      const user = cached(token);
      if (user !== undefined) return user;
    }
    const verifier = verifiers.find(({ issuers }) => issuers.includes(issuerOf(token)));
    return verifier?.verify(token) ?? Promise.reject(invalidClaim('iss'));
  };
}

/** A source of keys, and the issuers whose tokens its keys verify. */
interface Source {
  readonly issuers: readonly string[];
  /** The accepted algorithms, for error messages. */
  readonly algorithms: () => readonly string[];
  readonly verify: (token: string, options: JWTVerifyOptions) => Promise<JWTVerifyResult>;
  /** Identifies the keys (src/security/key-set.ts). */
  readonly current: KeySet['current'];
  /** The owner for a subject of this source. Undefined if the subject is not acceptable. */
  readonly ownerOf: (subject: string, issuer: string) => string | undefined;
}

function sourcesOf(
  { issuers, key, keySets }: TokenRules,
  { events, currentSecrets }: VerifierOptions,
): Source[] {
  if ('secrets' in key) {
    const current = currentSecrets ?? (() => key.secrets);
    const verify: Source['verify'] = (token, options) => verifyWithSecrets(token, current(), options);
    const algorithms = (): string[] => algorithmsOf(current());
    return [{ issuers, algorithms, verify, current, ownerOf: (subject) => subject }];
  }
  if (key.jwksUrls.length > 1 && key.jwksUrls.length !== issuers.length)
    throw new Error('Each issuer requires a key set');
  const isShared = key.jwksUrls.length === 1;
  return key.jwksUrls.map((url, index) => {
    const { findKey, current } = createKeySet(url, keySets, events);
    return {
      issuers: isShared ? issuers : issuers.slice(index, index + 1),
      algorithms: () => asymmetric,
      verify: (token, options) => jwtVerify(token, findKey, { ...options, algorithms: asymmetric }),
      current,
      ownerOf: isShared ? (subject) => subject : ownersOf(issuers, index),
    };
  });
}

/**
 * Subjects are unique only within an issuer (OpenID Connect Core, section 2). Subjects of the first issuer are used
 * unchanged. Subjects of the other issuers are prefixed with the issuer. The first issuer must not issue a subject of
 * that form.
 */
function ownersOf([, ...others]: readonly string[], index: number): Source['ownerOf'] {
  if (index > 0) return (subject, issuer) => `${issuer}${ownerSeparator}${subject}`;
  return (subject) =>
    others.some((other) => subject.startsWith(`${other}${ownerSeparator}`)) ? undefined : subject;
}

interface Verifier {
  readonly issuers: readonly string[];
  readonly cached: (token: string) => User | undefined;
  readonly verify: (token: string) => Promise<User>;
}

function createVerifier(
  { issuers, algorithms, verify, current, ownerOf }: Source,
  rules: TokenRules,
  { usesCache = true }: VerifierOptions,
): Verifier {
  const { audiences, audienceClaim, clockToleranceSeconds } = rules;
  const jwtOptions: JWTVerifyOptions = {
    issuer: [...issuers],
    ...(audienceClaim === 'aud' ? { audience: [...audiences] } : {}),
    requiredClaims: [
      'exp',
      'sub',
      ...(rules.tokenType === 'at+jwt' ? ['aud', 'client_id', 'iat', 'jti'] : []),
    ],
    clockTolerance: clockToleranceSeconds,
  };
  const cache = createTokenCache(cacheLimits);
  let cachedKeys: unknown;

  async function check(token: string): Promise<JWTVerifyResult> {
    try {
      return await verify(token, jwtOptions);
    } catch (error) {
      throw toVerificationError(error, token, algorithms());
    }
  }

  function userOf(payload: JWTPayload): User {
    const { sub, iss = '' } = payload;
    // jose does not check the type of this claim.
    const owner = typeof sub === 'string' && sub !== '' ? ownerOf(sub, iss) : undefined;
    if (owner === undefined || owner.length > maxSubjectLength || /\p{Cc}|\p{Cs}/u.test(owner)) {
      throw new InvalidTokenError('The token has no valid subject');
    }
    return { sub: owner, scopes: scopesIn(payload, rules) };
  }

  return {
    issuers,
    cached(token) {
      const keys = current();
      if (keys === undefined) return undefined;
      // The cached tokens were verified with the previous keys.
      if (keys !== cachedKeys) cache.clear();
      cachedKeys = keys;
      return cache.get(token);
    },
    async verify(token) {
      const keys = current();
      const { payload, protectedHeader } = await check(token);
      const error = accessTokenError(protectedHeader, payload, rules);
      if (error !== undefined) throw new InvalidTokenError(error);
      const user = userOf(payload);
      // If the keys changed in the meantime, it is unknown which of them verified the token.
      if (usesCache && keys !== undefined && keys === current()) {
        cache.set(token, user, ((payload.exp ?? 0) + clockToleranceSeconds) * 1000);
      }
      return user;
    },
  };
}

/** The `iss` claim of a token that has not been verified yet. */
function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    return '';
  }
}

function invalidClaim(claim: string, cause?: unknown): InvalidTokenError {
  return new InvalidTokenError(`The token's "${claim}" claim is missing or invalid`, { cause });
}

function toVerificationError(error: unknown, token: string, algorithms: readonly string[]): Error {
  if (error instanceof IssuerUnreachableError) return error;
  // The issuer has published a key that cannot be used.
  if (!(error instanceof errors.JOSEError)) return new IssuerUnreachableError(unusableKeyRetrySeconds, error);
  if (error instanceof errors.JWTClaimValidationFailed) return invalidClaim(error.claim, error);
  return new InvalidTokenError(reasonOf(error, token, algorithms), { cause: error });
}

function reasonOf(error: errors.JOSEError, token: string, algorithms: readonly string[]): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired';
  if (error instanceof errors.JOSEAlgNotAllowed) {
    const { alg = '' } = decodeProtectedHeader(token);
    const name = /^[\w-]{1,20}$/.test(alg) ? `algorithm ${alg}` : 'algorithm of the token';
    return `The ${name} is not accepted. Use ${algorithms.join(', ')}`;
  }
  if (error instanceof errors.JWKSNoMatchingKey) return 'The issuer has no key that matches the token';
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return 'The token has no "kid" header, and several keys of the issuer match';
  return 'The token is malformed, or its signature is invalid';
}
