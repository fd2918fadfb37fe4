// The tokens of the sandbox. Their signatures are not verified: the sandbox has no secrets and no keys.
import { decodeJwt } from 'jose/jwt/decode';
import type { JWTPayload } from 'jose';
import type { Clock } from '../resource/owner/account.ts';
import { InvalidTokenError } from '../security/token-verifier.ts';
import type { VerifyToken } from '../security/token-verifier.ts';
import { scopesIn } from '../security/token-scopes.ts';
import type { ScopeRules } from '../security/token-scopes.ts';

/** The user of a token that is not a JWT, or has no subject. */
export const demoUser = 'demo';

const maxSubjectLength = 255;

/**
 * Accepts any token. The `sub`, the scopes and the `exp` of a JWT apply if it has them. Any other token stands for the
 * user `demo` with all scopes. Rejects with an `InvalidTokenError` if the JWT has expired, or has an invalid subject.
 */
export function acceptAnyToken(allScopes: readonly string[], rules: ScopeRules, clock: Clock): VerifyToken {
  return (token) => {
    const claims = claimsOf(token);
    const { sub = demoUser, exp } = claims;
    if (typeof exp === 'number' && exp * 1000 <= clock())
      return Promise.reject(new InvalidTokenError('The token has expired'));
    if (typeof sub !== 'string' || sub === '' || sub.length > maxSubjectLength || /\p{Cc}|\p{Cs}/u.test(sub))
      return Promise.reject(new InvalidTokenError('The token has no valid subject'));
    const hasScopes = rules.scopeClaims.some((name) => Object.hasOwn(claims, name));
    return { sub, scopes: hasScopes ? scopesIn(claims, rules) : new Set(allScopes) };
  };
}

function claimsOf(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}
