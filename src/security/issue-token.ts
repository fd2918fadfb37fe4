// Issues tokens with the shared secret, for the welcome text and `npm run token`. In production, tokens come from an issuer.
import { SignJWT } from 'jose/jwt/sign';

export interface TokenContent {
  readonly issuer: string;
  readonly audience: string;
  readonly sub: string;
  /** Space-separated scopes. */
  readonly scope: string;
  readonly lifetimeSeconds: number;
}

/** Returns a signed JWT (HS256). */
export function issueToken(secret: Uint8Array, content: TokenContent): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ scope: content.scope })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setIssuer(content.issuer)
    .setAudience(content.audience)
    .setSubject(content.sub)
    .setIssuedAt(now)
    .setExpirationTime(now + content.lifetimeSeconds)
    .sign(secret);
}
