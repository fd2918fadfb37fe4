// Prints a token that the service takes: npm run token -- --sub demo --scope "tasks:read tasks:write"
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '../src/config.ts';
import { issueToken } from '../src/security/issue-token.ts';
import { tokenRules } from '../src/security/token-rules.ts';

const usage = 'npm run token -- [--sub demo] [--scope "tasks:read tasks:write"] [--days 1]';

try {
  const { values } = parseArgs({
    options: {
      sub: { type: 'string', default: 'demo' },
      scope: { type: 'string', default: 'tasks:read tasks:write' },
      days: { type: 'string', default: '1' },
    },
  });
  const days = Number(values.days);
  if (!(days > 0 && days <= 3650)) throw new TypeError('--days has to be a number above 0, and at most 3650');
  if (values.sub === '') throw new TypeError('--sub has to be a name');
  const { rules } = tokenRules(readConfig(process.env));
  const { issuer, audience, key } = rules;
  if (!('secret' in key)) throw new TypeError('AUTH_JWKS_URL is set: only the issuer can make tokens');
  const lifetimeSeconds = Math.round(days * 24 * 60 * 60);
  console.log(
    await issueToken(key.secret, { issuer, audience, sub: values.sub, scope: values.scope, lifetimeSeconds }),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (!(error instanceof ConfigError)) console.error(`Usage: ${usage}`);
  process.exitCode = 1;
}
