// The welcome text of a service that uses a development secret, which never happens in production.
import { invocation } from './invocation.ts';
import { issueTokenFor } from '../security/issue-token.ts';
import type { DevelopmentSecret } from '../security/token-rules.ts';
import type { TokenRules } from '../security/token-verifier.ts';

const lifetimeSeconds = 24 * 60 * 60;

/**
 * Returns the welcome text: the URLs of the service, and a curl command that creates a task. The command contains a
 * token, and trusts `certificateFile`.
 */
export async function welcome(
  url: string,
  rules: TokenRules,
  { secret, file }: DevelopmentSecret,
  scopes: readonly string[],
  certificateFile?: string,
): Promise<string> {
  const trust = certificateFile === undefined ? '' : `--cacert '${certificateFile}' `;
  const scope = scopes.join(' ');
  const token = await issueTokenFor(secret, rules, { sub: 'demo', scope, lifetimeSeconds });
  return `
AUTH_JWT_SECRET and AUTH_JWKS_URL are unset, so tokens are verified with a development secret (${file}).
In production, the service refuses to start without one of them.

  Reference   ${url}/docs
  Contract    ${url}/openapi.yaml
  Token       ${invocation('token', `--sub demo --scope "${scope}"`)}

Create your first task (the token expires in 24 hours):

curl -i ${trust}${url}/tasks -H 'Content-Type: application/json' -H 'Authorization: Bearer ${token}' -d '{"title":"Try this API"}'
`;
}
