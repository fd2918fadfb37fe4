import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from '../../generated/openapi.ts';
import { bearerToken, type TokenSource } from './bearer-token.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import type { RetryOptions } from './retry.ts';
import { retryingFetch, type Attempt } from './retrying-fetch.ts';

/** Options of `createTaskClient`. */
export interface TaskClientOptions {
  /** The base URL of the service, such as `https://tasks.example.com`. A web page may use a path on its own origin. */
  baseUrl: string;
  /** A bearer token, or a function that returns one. The function is called before each request. */
  token: TokenSource;
  /**
   * Refreshes the token after a 401, once for all calls that wait. These calls are then sent again with the result of
   * `token`. Must not call this client without an `Authorization` header. If it throws, these calls throw its error.
   */
  onUnauthorized?: (() => void | Promise<void>) | undefined;
  /** The number of attempts, their delays and their time limits. */
  retry?: RetryOptions | undefined;
  /** Called after each request, for logs. Must not throw. */
  onAttempt?: ((attempt: Attempt) => void) | undefined;
  /** Replaces the global `fetch`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** An openapi-fetch client with the types of the contract's paths. */
export type TaskClient = Client<paths>;

/**
 * Creates a client. Its calls do not throw for an error status; see `unwrap`. They throw a `TaskConnectionError` if
 * there is no response, the reason of the signal if it is aborted, the errors of `token` and `onUnauthorized`, and a
 * TypeError if the URL is invalid.
 *
 * Reads, creates, batches, deletes and restores are sent again if the connection fails, or after a 408, 425, 429, 502,
 * 503 or 504, and so are changes with one version in `If-Match`. Other changes are sent again after a 425 or 429 only.
 * Creates and batches have an `Idempotency-Key` that stays the same. After a lost response, a delete of a missing task
 * counts as successful. If the version of a change is then stale, the client reads the task to find out whether it
 * already has the change.
 *
 * @example
 * const client = createTaskClient({ baseUrl: 'https://tasks.example.com', token: () => session.accessToken });
 * const { data, error } = await client.GET('/summary');
 */
export function createTaskClient(options: TaskClientOptions): TaskClient {
  const { baseUrl, token, onUnauthorized, retry, onAttempt } = options;
  // Looks up the global `fetch` on each call, so that request mocks and tracers installed later take effect.
  const fetch = options.fetch ?? ((request) => globalThis.fetch(request));
  const client = createClient<paths>({
    baseUrl,
    fetch: retryingFetch({ fetch, token: bearerToken(token, onUnauthorized), retry, onAttempt }),
  });
  client.use(httpOnly, idempotent, mergePatch);
  return client;
}

/** Rejects a base URL such as `localhost:5000`, which is a valid URL with the scheme `localhost`. */
const httpOnly: Middleware = {
  onRequest({ request, options }) {
    if (!/^https?:/.test(request.url))
      throw new TypeError(`baseUrl must start with http:// or https://, but is ${options.baseUrl}`);
  },
};

/** Adds an `Idempotency-Key` to each create and each batch without one. */
const idempotent: Middleware = {
  onRequest({ request, schemaPath }) {
    const isKeyed = request.method === 'POST' && ['/tasks', '/tasks/batch'].includes(schemaPath);
    if (isKeyed && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', newIdempotencyKey());
  },
};

/** Sends PATCH bodies as merge patches: openapi-fetch sends every body as `application/json`. */
const mergePatch: Middleware = {
  onRequest({ request }) {
    if (request.method === 'PATCH') request.headers.set('Content-Type', 'application/merge-patch+json');
  },
};
