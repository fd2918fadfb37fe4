import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from '../../generated/openapi.ts';

/** Options of `createTaskClient`. */
export interface TaskClientOptions {
  /** The base URL of the service, such as `https://tasks.example.com`. A page may use a path of its own origin. */
  baseUrl: string;
  /** A bearer token, or a function that returns one. The function is called before each request. */
  token: string | (() => string | Promise<string>);
  /** Replaces the global `fetch`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** An openapi-fetch client, typed by the paths of the contract. */
export type TaskClient = Client<paths>;

/**
 * Creates a client. Its calls do not throw for an error status; see `unwrap`. They do throw if the URL is invalid, if
 * `token` throws, and if there is no response.
 *
 * @example
 * const client = createTaskClient({ baseUrl: 'https://tasks.example.com', token: () => session.accessToken });
 * const { data, error } = await client.GET('/summary');
 */
export function createTaskClient({ baseUrl, token, fetch }: TaskClientOptions): TaskClient {
  const client = createClient<paths>({
    baseUrl,
    // Looks up the global `fetch` on each call, so that request mocks and tracers installed later take effect.
    fetch: fetch ?? ((request) => globalThis.fetch(request)),
  });
  client.use(httpOnly, authorization(token), mergePatch);
  return client;
}

/** Rejects a base URL such as `localhost:5000`, which is a valid URL with the scheme `localhost`. */
const httpOnly: Middleware = {
  onRequest({ request, options }) {
    if (!/^https?:/.test(request.url))
      throw new TypeError(`baseUrl must start with http:// or https://, but is ${options.baseUrl}`);
  },
};

/** Adds the bearer token to each request that has no `Authorization` header. */
function authorization(token: TaskClientOptions['token']): Middleware {
  return {
    async onRequest({ request }) {
      if (request.headers.has('Authorization')) return;
      request.headers.set('Authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
    },
  };
}

/** Sends PATCH bodies as merge patches: openapi-fetch sends every body as `application/json`. */
const mergePatch: Middleware = {
  onRequest({ request }) {
    if (request.method === 'PATCH') request.headers.set('Content-Type', 'application/merge-patch+json');
  },
};
