// What a person sees at the first start: a line to try at once. Outside production only.
import { calledAs } from './invocation.ts';
import { issueToken } from '../security/issue-token.ts';
import type { DevelopmentSecret } from '../security/token-rules.ts';
import type { TokenRules } from '../security/token-verifier.ts';

const lifetimeSeconds = 24 * 60 * 60;

/** The greeting: where everything is, and a curl line with a token that creates a task. */
export async function welcome(
  url: string,
  rules: TokenRules,
  { secret, file }: DevelopmentSecret,
): Promise<string> {
  const { issuer, audience } = rules;
  const content = { issuer, audience, sub: 'demo', scope: 'tasks:read tasks:write', lifetimeSeconds };
  const token = await issueToken(secret, content);
  return `
No AUTH_JWT_SECRET and no AUTH_JWKS_URL: tokens are checked with a development secret (${file}).
This is refused in production.

  Reference   ${url}/docs
  Contract    ${url}/openapi.yaml
  Token       ${calledAs('token', '--sub demo --scope "tasks:read tasks:write"')}

Create a task (the token is good for a day):

curl -i ${url}/tasks -H 'Content-Type: application/json' -H 'Authorization: Bearer ${token}' -d '{"title":"Try this API"}'
`;
}
