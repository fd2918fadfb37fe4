// One call of the client: a request and its retries. It is a `fetch`, below the middleware of openapi-fetch, so that
// middleware sees each call once.
import type { BearerToken } from './bearer-token.ts';
import { connectionError, TaskConnectionError } from './connection-error.ts';
import { settle, type Outcome } from './lost-response.ts';
import { canRetry, isUncertain, retryDelaySeconds, retryPolicy } from './retry.ts';
import type { RetryOptions, RetryPolicy } from './retry.ts';

/** A request that was sent, as passed to `onAttempt`. */
export interface Attempt {
  readonly method: string;
  readonly url: string;
  /** 1 for the first request of a call. */
  readonly attempt: number;
  readonly durationSeconds: number;
  /** The status of the response, undefined if there was none. */
  readonly status: number | undefined;
  /** The `X-Request-Id` of the response, which also appears in the service's logs. */
  readonly requestId: string | undefined;
  /** Why there was no response. */
  readonly error: TaskConnectionError | undefined;
  /** The delay before the next request of this call, undefined if this was the last. */
  readonly delaySeconds: number | undefined;
}

type Fetch = (request: Request) => Promise<Response>;

interface Settings {
  readonly fetch: Fetch;
  readonly token: BearerToken;
  readonly retry: RetryOptions | undefined;
  readonly onAttempt: ((attempt: Attempt) => void) | undefined;
}

/** Returns a `fetch` that authorizes each request, limits its time and retries it. */
export function retryingFetch({ fetch, token, retry, onAttempt }: Settings): Fetch {
  return async (request) => {
    const policy = retryPolicy(request, retry);
    const endsAt = performance.now() + policy.timeoutSeconds * 1000;
    const { response, lost } = await repeat(request, policy, endsAt);
    if (!lost) return response;
    return settle(request, response, lost, async (read) => (await repeat(read, policy, endsAt)).response);
  };

  /**
   * Sends a request until there is a response to return. `lost` is the last earlier attempt that the service may have
   * processed.
   */
  async function repeat(request: Request, policy: RetryPolicy, endsAt: number): Promise<Repeated> {
    const { maxAttempts, maxDelaySeconds, attemptTimeoutSeconds, sleep } = policy;
    const { signal, method, url } = request;
    const secondsLeft = (): number => (endsAt - performance.now()) / 1000;
    let isRefreshed = false;
    let lost: Outcome | undefined;

    for (let attempt = 1; ; attempt++) {
      const copy = request.clone();
      const bearer = copy.headers.has('Authorization')
        ? undefined
        : await untilAborted(token.current(), signal);
      if (bearer !== undefined) copy.headers.set('Authorization', `Bearer ${bearer}`);

      const startedAt = performance.now();
      const outcome = await send(fetch, copy, Math.min(attemptTimeoutSeconds, secondsLeft()));
      const { response, error } = outcome;
      const log = (delaySeconds?: number): void =>
        onAttempt?.({
          method,
          url,
          attempt,
          durationSeconds: (performance.now() - startedAt) / 1000,
          status: response?.status,
          requestId: response?.headers.get('X-Request-Id') ?? undefined,
          error,
          delaySeconds,
        });
      if (response?.status === 401 && bearer !== undefined && !isRefreshed) {
        isRefreshed = true;
        if (await untilAborted(token.refresh(bearer), signal)) {
          log(0);
          continue;
        }
      }

      // Sending the request again with a new token does not count as a retry.
      const isLast = attempt >= maxAttempts + (isRefreshed ? 1 : 0);
      const delaySeconds =
        isLast || !canRetry(request, response)
          ? undefined
          : retryDelaySeconds(attempt, response, maxDelaySeconds);
      if (delaySeconds === undefined || delaySeconds >= secondsLeft()) {
        log();
        if (error) throw error;
        return { response, lost };
      }
      log(delaySeconds);
      if (error || isUncertain(response)) lost = outcome;
      await sleep(delaySeconds * 1000, signal);
    }
  }
}

interface Repeated {
  readonly response: Response;
  readonly lost: Outcome | undefined;
}

/** Sends a request once, and reads its response. Throws only if the caller aborts the request. */
async function send(fetch: Fetch, request: Request, maxSeconds: number): Promise<Outcome> {
  const { signal, headers } = request;
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  const timeout = new TaskConnectionError('timeout', 'Timed out.');
  // A timer with a longer delay, such as Infinity, would fire immediately.
  const delay = Math.min(maxSeconds * 1000, 2 ** 31 - 1);
  const timer = setTimeout(() => controller.abort(timeout), delay);
  try {
    // Without `headers`, Node 20.9 loses the changed headers of a clone.
    const response = await fetch(new Request(request, { headers, signal: controller.signal }));
    // The connection can break within the body. Reading a clone detects this, and leaves the body for the caller.
    await response.clone().arrayBuffer();
    return { response };
  } catch (error) {
    signal.throwIfAborted();
    return { error: connectionError(controller.signal.aborted ? timeout : error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** Rejects with the reason of the signal as soon as it is aborted. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
