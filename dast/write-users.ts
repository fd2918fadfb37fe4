// Writes the tokens of a run where docker compose fuzzes: there the service has made its secret itself, and it is read
// from its data folder. node dast/write-users.ts FILE
import { readConfig } from '../src/config.ts';
import { tokenRules } from '../src/security/token-rules.ts';
import { makeTokens, writeUsers } from './users.ts';

const file = process.argv[2];
const { key } = tokenRules(readConfig(process.env)).rules;
if (file === undefined) throw new Error('Say where: node dast/write-users.ts FILE');
if (!('secret' in key)) throw new Error('AUTH_JWKS_URL is set: only the issuer can make tokens');
writeUsers(await makeTokens(key.secret), file);
