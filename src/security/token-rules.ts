// Which tokens are good, from the configuration; without a key, outside production, by a secret of our own.
import { developmentSecret } from './development-secret.ts';
import type { TokenRules } from './token-verifier.ts';

export interface DevelopmentSecret {
  readonly secret: Uint8Array;
  readonly file: string;
}

/** What the configuration says of tokens. */
export interface TokenSettings {
  readonly auth: Omit<TokenRules, 'key'> & { readonly key: TokenRules['key'] | undefined };
  /** Where a development secret is kept. */
  readonly dataFolder: string;
}

/** The rules for tokens, and the development secret where the service had to make one. */
export function tokenRules(settings: TokenSettings): {
  rules: TokenRules;
  developmentSecret?: DevelopmentSecret;
} {
  const { issuer, audience, key } = settings.auth;
  if (key !== undefined) return { rules: { issuer, audience, key } };
  const made = developmentSecret(settings.dataFolder);
  return { rules: { issuer, audience, key: { secret: made.secret } }, developmentSecret: made };
}
