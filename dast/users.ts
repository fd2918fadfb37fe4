// The two users of a run, their tokens, and the secret that signs them.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { scopesOf } from '../src/contract/access.ts';
import { loadContract } from '../src/contract/document.ts';
import { issueTokenFor } from '../src/security/issue-token.ts';
import { workFolder } from './paths.ts';

export const users = ['alice', 'bob'] as const;
export type User = (typeof users)[number];
export type Tokens = Readonly<Record<User, string>>;

/** The file with the tokens for Schemathesis. */
export const usersFile = join(workFolder, 'users.json');

/** Creates a secret and saves it for `--serve`. With `keep`, returns the secret of the last run if there is one. */
export function makeSecret(keep: boolean): string {
  const file = join(workFolder, 'secret');
  if (keep && existsSync(file)) return readFileSync(file, 'utf8');
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(file, secret, { mode: 0o600 });
  return secret;
}

/** Creates a token for each user. They are valid for 30 days, so that curl commands remain usable. */
export async function makeTokens(secret: string | Uint8Array): Promise<Tokens> {
  const key = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret;
  const scope = scopesOf(loadContract().operations).join(' ');
  const content = { scope, lifetimeSeconds: 30 * 24 * 60 * 60 };
  const [alice, bob] = await Promise.all(
    users.map((sub) => issueTokenFor(key, readConfig({}).auth, { ...content, sub })),
  );
  if (alice === undefined || bob === undefined) throw new Error('A user has no token');
  return { alice, bob };
}

/** Writes the tokens as an authentication file of Web Fuzzing Commons, which Schemathesis reads. */
export function writeUsers(tokens: Tokens, file = usersFile): void {
  const auth = users.map((name) => ({
    name,
    fixedHeaders: [{ name: 'Authorization', value: `Bearer ${tokens[name]}` }],
  }));
  writeFileSync(file, JSON.stringify({ auth }), { mode: 0o600 });
}

/** Replaces the tokens in curl commands with variables, so that the commands stay readable and reusable. */
export function nameTokens(text: string, tokens: Tokens): string {
  return users.reduce(
    (result, user) =>
      result
        .replaceAll(
          `'Authorization: Bearer ${tokens[user]}'`,
          `"Authorization: Bearer $${user.toUpperCase()}"`,
        )
        .replaceAll(tokens[user], `$${user.toUpperCase()}`),
    text,
  );
}
