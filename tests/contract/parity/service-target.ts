// The real service as a target, and how it comes into the situations that a front end has to live with.
import { dropAllTables } from '../../support/engine.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import type { Target } from './run-steps.ts';
import { users } from './step.ts';
import type { Situation } from './step.ts';

const metricsToken = 'a-token-for-the-metrics';

/** More than the suite sends as one user, and soon used up. */
const quota = 300;

/** More than the default quota of stored bytes. */
const excessBytes = 2_000_000_000;

/** Starts a service that requires a token for its metrics. */
export async function startService(): Promise<{ server: TestServer; target: Target }> {
  const server = await startServer({ METRICS_TOKEN: metricsToken, RATE_LIMIT_REQUESTS: String(quota) });
  return { server, target: targetAt(server, server.url) };
}

/** The service behind an address, its own or that of a proxy in front of it. */
export function targetAt(server: TestServer, url: string): Target {
  return {
    url,
    token: async (user, scope) => (user === users.metrics ? metricsToken : server.token(user, scope)),
    during: async (situation, act) => {
      const leave = await enter[situation](server);
      try {
        return await act();
      } finally {
        await leave();
      }
    },
  };
}

/** Brings the service into a situation, and gives what brings it out again. */
const enter: Readonly<Record<Situation, (server: TestServer) => Promise<() => void | Promise<void>>>> = {
  starting: async ({ service: { lifecycle } }) => {
    lifecycle.state = 'starting';
    return () => {
      lifecycle.state = 'ready';
    };
  },

  'out of quota': async (server) => {
    const headers = { Authorization: `Bearer ${await server.token(users.hasty)}` };
    while ((await fetch(`${server.url}/summary`, { headers })).status !== 429);
    return () => undefined;
  },

  'out of storage': async ({ service: { database } }) => {
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

  // It does not come out of this one.
  'without its tables': async ({ database }) => {
    await database.run(...dropAllTables);
    return () => undefined;
  },
};
