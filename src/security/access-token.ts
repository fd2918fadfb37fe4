// Issuers sign other tokens with the same keys: ID tokens, logout tokens, DPoP proofs. The checks here accept only
// access tokens. They run after the signature, issuer, audience and expiry have been verified.
import type { JWTHeaderParameters, JWTPayload } from 'jose';

export interface AccessTokenRules {
  readonly tokenType: 'any' | 'at+jwt';
  readonly audienceClaim: 'aud' | 'client_id';
  readonly audiences: readonly string[];
  readonly clockToleranceSeconds: number;
  readonly maxLifetimeSeconds: number | undefined;
}

/** Claims of ID tokens (OpenID Connect Core, sections 2 and 3.3.2.11). */
const idTokenClaims = ['nonce', 'at_hash', 'c_hash', 's_hash'];
/** The values of the claim `typ` for other kinds of tokens. In an access token of Keycloak, `typ` is `Bearer`. */
const otherKinds = ['id', 'refresh', 'offline', 'logout', 'dpop'];

/**
 * Returns the reason why a token with these verified claims is not an acceptable access token. Returns undefined if it
 * is acceptable. The message is safe to send to the client.
 */
export function accessTokenError(
  { typ }: JWTHeaderParameters,
  claims: JWTPayload,
  rules: AccessTokenRules,
): string | undefined {
  return (
    typeError(typ, rules) ??
    kindError(typ, claims) ??
    audienceError(claims, rules) ??
    timeError(claims, rules)
  );
}

function typeError(typ: unknown, { tokenType }: AccessTokenRules): string | undefined {
  const accepted = tokenType === 'at+jwt' ? ['at+jwt'] : ['at+jwt', 'jwt'];
  if (typ === undefined && tokenType === 'any') return undefined;
  if (typeof typ === 'string' && accepted.includes(mediaSubtype(typ))) return undefined;
  return `The token's "typ" header is missing or not accepted. Use ${accepted.join(' or ')}`;
}

/** Removes the optional prefix of a `typ` (RFC 7515, section 4.1.9). */
function mediaSubtype(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '');
}

function kindError(typ: unknown, claims: JWTPayload): string | undefined {
  if (claims['cnf'] !== undefined) return 'The token is bound to a key ("cnf" claim). Use a bearer token';
  if (claims['events'] !== undefined) return 'The token is a logout token or an event. Use an access token';
  const kind = claims['typ'];
  if (typeof kind === 'string' && otherKinds.includes(kind.toLowerCase()))
    return `The token's "typ" claim is ${kind}. Use an access token`;
  const use = claims['token_use'];
  if (use !== undefined && use !== 'access')
    return `The token's "token_use" claim is not access. Use an access token`;
  const isAccessToken =
    use === 'access' || kind === 'Bearer' || (typeof typ === 'string' && mediaSubtype(typ) === 'at+jwt');
  if (!isAccessToken && idTokenClaims.some((name) => claims[name] !== undefined))
    return 'The token is an ID token. Use an access token';
  return undefined;
}

function audienceError(
  claims: JWTPayload,
  { audienceClaim, audiences }: AccessTokenRules,
): string | undefined {
  // jose has already checked `aud`.
  if (audienceClaim === 'aud') return undefined;
  const value = claims[audienceClaim];
  if (typeof value === 'string' && audiences.includes(value)) return undefined;
  return `The token's "${audienceClaim}" claim is missing or invalid`;
}

function timeError(
  { iat, exp }: JWTPayload,
  { clockToleranceSeconds, maxLifetimeSeconds }: AccessTokenRules,
): string | undefined {
  if (iat !== undefined && iat > Date.now() / 1000 + clockToleranceSeconds)
    return `The token's "iat" claim is in the future`;
  if (maxLifetimeSeconds === undefined || exp === undefined) return undefined;
  if (iat === undefined) return `The token's "iat" claim is missing or invalid`;
  return exp - iat > maxLifetimeSeconds
    ? `The token's lifetime exceeds ${maxLifetimeSeconds} seconds`
    : undefined;
}
