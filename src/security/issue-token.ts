// Makes tokens with the shared secret: for the development token that the service prints, and for `npm run token`.
// A real issuer makes its own.
import { SignJWT } from 'jose/jwt/sign';

export interface TokenContent {
  readonly issuer: string;
  readonly audience: string;
  readonly sub: string;
  /** Scopes, separated by spaces. */
  readonly scope: string;
  readonly lifetimeSeconds: number;
}

/** A signed JWT (HS256). */
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
