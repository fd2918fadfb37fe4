// Writes the tokens for fuzzing with docker compose, signed with the secret from the service's data directory:
// node dast/write-users.ts FILE
import { readConfig } from '../src/config.ts';
import { tokenRules } from '../src/security/token-rules.ts';
import { makeTokens, writeUsers } from './users.ts';

const file = process.argv[2];
const { key } = tokenRules(readConfig(process.env)).rules;
if (file === undefined) throw new Error('Usage: node dast/write-users.ts FILE');
const [secret] = 'secrets' in key ? key.secrets : [];
if (secret === undefined) throw new Error('AUTH_JWKS_URL is set: only the issuer can create tokens');
writeUsers(await makeTokens(secret), file);
