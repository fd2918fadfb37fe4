// The real service as a target, and how to bring it into the states that a front end must handle.
import { renewEpoch } from '../../../src/resource/changes/epoch.ts';
import { dropAllTables } from '../../support/engine.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import type { Target } from './run-steps.ts';
import { rateLimitedNetwork, users } from './step.ts';
import type { ServiceState } from './step.ts';

export const metricsToken = 'a-token-for-the-metrics';

/** More requests than the suite sends as one user, but few enough to use up quickly. */
const quota = 500;

/** More than the default quota of stored bytes. */
const excessBytes = 2_000_000_000;

/** A token for the metrics, and limits that are reached quickly. */
export const environment = {
  METRICS_TOKEN: metricsToken,
  RATE_LIMIT_REQUESTS: String(quota),
  RATE_LIMIT_NETWORK_REQUESTS: String(quota),
  TRUST_PROXY: '1',
  QUOTA_WEBHOOKS: '2',
  // The window is so long that a used-up rate limit does not recover while the suite runs.
  RATE_LIMIT_WINDOW_SECONDS: '86400',
};

/** No event is delivered, so a delivery's attempts do not depend on timing. */
export const idle = { webhookLimits: { maxTurns: 0 } };

/** Starts a service that requires a token for its metrics. */
export async function startService(): Promise<{ server: TestServer; target: Target }> {
  const server = await startServer(environment, undefined, idle);
  return { server, target: targetAt(server, server.url) };
}

/** The service as a target, at its own URL or at the URL of a proxy in front of it. */
export function targetAt(server: TestServer, url: string): Target {
  return {
    url,
    token: async (user, scope) => (user === users.metrics ? metricsToken : server.token(user, scope)),
    inState: async (state, act) => {
      const leave = await enter[state](server);
      try {
        return await act();
      } finally {
        await leave();
      }
    },
  };
}

/** Uses up the rate limits of a user and of a network. */
export async function exceedRateLimits(url: string, token: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, 'X-Forwarded-For': rateLimitedNetwork };
  for (const path of ['/summary', '/metrics'])
    while ((await fetch(`${url}${path}`, { headers })).status !== 429);
}

/** Brings the service into a state. Returns a function that reverts this. */
const enter: Readonly<Record<ServiceState, (server: TestServer) => Promise<() => void | Promise<void>>>> = {
  starting: async ({ service: { lifecycle } }) => {
    lifecycle.state = 'starting';
    return () => {
      lifecycle.state = 'ready';
    };
  },

  'rate limit exceeded': async (server) => {
    await exceedRateLimits(server.url, await server.token(users.rateLimited));
    return () => undefined;
  },

  'storage quota exceeded': async ({ service: { database } }) => {
    const add = (bytes: number) =>
      database.write(users.consumer, async (trx) => {
        await trx
          .updateTable('owner')
          .set((eb) => ({ stored_bytes: eb('stored_bytes', '+', bytes) }))
          .where('owner', '=', users.consumer)
          .execute();
      });
    await add(excessBytes);
    return () => add(-excessBytes);
  },

  restored: async ({ service: { database } }) => {
    await renewEpoch(database);
    return () => undefined;
  },

  // The service does not recover from this state.
  'tables missing': async ({ database }) => {
    await database.run(...dropAllTables);
    return () => undefined;
  },
};
