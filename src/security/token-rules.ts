// The rules for tokens. Without a configured key, the service uses a development secret.
import { developmentSecret } from './development-secret.ts';
import type { TokenRules } from './token-verifier.ts';

export interface DevelopmentSecret {
  readonly secret: Uint8Array;
  readonly file: string;
}

/** The settings that concern tokens. */
export interface TokenSettings {
  readonly auth: Omit<TokenRules, 'key'> & { readonly key: TokenRules['key'] | undefined };
  /** The directory of the development secret. */
  readonly dataDirectory: string;
}

/** The rules for tokens, and the development secret if they use one. */
export function tokenRules(settings: TokenSettings): {
  rules: TokenRules;
  developmentSecret?: DevelopmentSecret;
} {
  const { key } = settings.auth;
  if (key !== undefined) return { rules: { ...settings.auth, key } };
  const development = developmentSecret(settings.dataDirectory);
  const rules = { ...settings.auth, key: { secrets: [development.secret] } };
  return { rules, developmentSecret: development };
}
