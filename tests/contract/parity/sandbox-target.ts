// The sandbox as a target. It computes its responses as the service does. Only the states that the tests cause inside a
// service are requested with `Prefer`.
import { startTestSandbox, unsignedToken } from '../../support/sandbox.ts';
import { allScopes } from '../../support/server.ts';
import type { TestSandbox } from '../../support/sandbox.ts';
import type { Target } from './run-steps.ts';
import { environment, idle, exceedRateLimits, metricsToken } from './service-target.ts';
import { users } from './step.ts';

/** Starts a sandbox that requires a token for its metrics. */
export async function startSandboxTarget(): Promise<{ sandbox: TestSandbox; target: Target }> {
  const sandbox = await startTestSandbox(idle, environment);
  const token = (user: string, scope = allScopes) => unsignedToken({ sub: user, scope });
  return {
    sandbox,
    target: {
      url: sandbox.url,
      token: async (user, scope) => (user === users.metrics ? metricsToken : token(user, scope)),
      async inState(state, act) {
        if (state === 'rate limit exceeded') await exceedRateLimits(sandbox.url, token(users.rateLimited));
        return await act();
      },
      prefers: ({ state }) => state !== undefined && state !== 'rate limit exceeded',
    },
  };
}
