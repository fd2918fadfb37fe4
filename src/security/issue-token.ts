// Issues access tokens (RFC 9068) with the shared secret, for the welcome text and `npm run token`. In production,
// tokens come from an issuer.
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose/jwt/sign';
import type { TokenRules } from './token-verifier.ts';

export interface TokenContent {
  readonly issuer: string;
  readonly audience: string;
  readonly sub: string;
  /** Space-separated scopes. */
  readonly scope: string;
  /** The claim that contains the scopes, by default `scope`. */
  readonly scopeClaim?: string;
  readonly lifetimeSeconds: number;
}

/** The rules that a token must satisfy. */
type Rules = Pick<TokenRules, 'issuers' | 'audiences' | 'scopeClaims' | 'scopePrefix' | 'maxLifetimeSeconds'>;

/** Returns a token that satisfies these rules. Its lifetime may therefore be shorter than requested. */
export function issueTokenFor(
  secret: Uint8Array,
  { issuers, audiences, scopeClaims, scopePrefix, maxLifetimeSeconds = Infinity }: Rules,
  { sub, scope, lifetimeSeconds }: Pick<TokenContent, 'sub' | 'scope' | 'lifetimeSeconds'>,
): Promise<string> {
  const [[issuer = ''], [audience = ''], [scopeClaim = '']] = [issuers, audiences, scopeClaims];
  return issueToken(secret, {
    issuer,
    audience,
    sub,
    scopeClaim,
    scope: scope.replaceAll(/[^ ]+/g, (name) => scopePrefix + name),
    lifetimeSeconds: Math.min(lifetimeSeconds, maxLifetimeSeconds),
  });
}

/** Returns a signed JWT (HS256). */
export function issueToken(secret: Uint8Array, content: TokenContent): Promise<string> {
  const { scopeClaim = 'scope' } = content;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ [scopeClaim]: content.scope, client_id: content.audience })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setIssuer(content.issuer)
    .setAudience(content.audience)
    .setSubject(content.sub)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + content.lifetimeSeconds)
    .sign(secret);
}
