import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from '../../generated/openapi.ts';

/** Where the service is, and who is calling. */
export interface TaskClientOptions {
  /** The service's address, such as `https://tasks.example.com`. */
  baseUrl: string;
  /** A bearer token, or a function that is asked for one before each request and may renew it. */
  token: string | (() => string | Promise<string>);
  /** Used instead of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/** An openapi-fetch client that knows the contract's paths, parameters, bodies and answers. */
export type TaskClient = Client<paths>;

/** Takes the service's address and a token; gives a client whose calls do not throw for an error status. */
export function createTaskClient({ baseUrl, token, fetch }: TaskClientOptions): TaskClient {
  const client = createClient<paths>({
    baseUrl,
    // The global one is looked up at each call, so that a request mock or a tracer installed later sees the calls.
    fetch: fetch ?? ((request) => globalThis.fetch(request)),
  });
  client.use(authorization(token), mergePatch);
  return client;
}

/** Signs each request, unless the call brings an `Authorization` of its own. */
function authorization(token: TaskClientOptions['token']): Middleware {
  return {
    async onRequest({ request }) {
      if (request.headers.has('Authorization')) return;
      request.headers.set('Authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
    },
  };
}

/** Calls a PATCH by its name: openapi-fetch labels every body `application/json`, which says less. */
const mergePatch: Middleware = {
  onRequest({ request }) {
    if (request.method === 'PATCH') request.headers.set('Content-Type', 'application/merge-patch+json');
  },
};
