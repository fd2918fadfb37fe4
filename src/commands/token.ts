import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { issueTokenFor } from '../security/issue-token.ts';
import { tokenRules } from '../security/token-rules.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';

const maxDays = 3650;

/** Prints a token that the service accepts. */
export const token: Command = {
  usage: '[--sub demo] [--scope "tasks:read tasks:write"] [--days 1]',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        sub: { type: 'string', default: 'demo' },
        scope: { type: 'string', default: 'tasks:read tasks:write' },
        days: { type: 'string', default: '1' },
      },
    });
    const { sub, scope } = values;
    const days = Number(values.days);
    if (!(days > 0 && days <= maxDays)) {
      throw new UsageError(`--days must be a number above 0 and at most ${maxDays}`);
    }
    if (sub === '') throw new UsageError('--sub must not be empty');
    const { rules } = tokenRules(readConfig(process.env));
    const [secret] = 'secrets' in rules.key ? rules.key.secrets : [];
    if (secret === undefined) {
      throw new UsageError('AUTH_JWKS_URL is set, so only the issuer can create tokens');
    }
    const lifetimeSeconds = Math.round(days * 24 * 60 * 60);
    if (lifetimeSeconds > (rules.maxLifetimeSeconds ?? Infinity))
      throw new UsageError(`--days must not exceed AUTH_MAX_LIFETIME_SECONDS (${rules.maxLifetimeSeconds})`);
    console.log(await issueTokenFor(secret, rules, { sub, scope, lifetimeSeconds }));
  },
};
