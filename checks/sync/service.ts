// Clients of a service with one or more instances, some of which may be down.
import { issueToken } from '../../src/security/issue-token.ts';
import { createTaskClient } from '../../client/src/index.ts';
import type { TaskClient } from '../../client/src/index.ts';
import type { Instance } from '../cluster/instance.ts';

export const SECRET = 'a-secret-for-the-check-that-is-long-enough';

/** The settings of all instances. */
export const environment = {
  AUTH_JWT_SECRET: SECRET,
  RATE_LIMIT_REQUESTS: '1000000000',
  SHUTDOWN_TIMEOUT_SECONDS: '10',
};

/** Creates a client for a user. It sends each request to the next of the running instances, which `instances` returns. */
export async function clientOf(user: string, instances: () => readonly Instance[]): Promise<TaskClient> {
  const key = new TextEncoder().encode(SECRET);
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api' };
  const scope = 'tasks:read tasks:write';
  const token = await issueToken(key, { ...names, sub: user, scope, lifetimeSeconds: 24 * 60 * 60 });
  let turn = 0;
  return createTaskClient({
    // `fetch` replaces the base URL for each request.
    baseUrl: 'http://any-instance',
    token,
    fetch: async (request) => {
      const running = instances();
      const instance = running[(turn += 1) % running.length];
      if (instance === undefined) throw new TypeError('No instance is running');
      const { pathname, search } = new URL(request.url);
      const body = request.body === null ? null : await request.text();
      const { method, headers, signal } = request;
      return await fetch(`${instance.url}${pathname}${search}`, { method, headers, signal, body });
    },
  });
}
