import type { Middleware } from 'openapi-fetch';
import { isRepeatable } from './lost-response.ts';

/** Resolves after a delay, or as soon as the signal is aborted. It never rejects: the next request rejects instead. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** When a request is repeated, and how long a call may take. `Infinity` disables a limit. */
export interface RetryOptions {
  /** The maximum number of requests per call, 4 by default. */
  maxAttempts?: number | undefined;
  /** The maximum delay before a retry, 30 by default. If `Retry-After` asks for more, the client does not retry. */
  maxDelaySeconds?: number | undefined;
  /** The maximum time of one request until the end of its response, 30 by default. */
  attemptTimeoutSeconds?: number | undefined;
  /** The maximum time of a call, including all requests and delays, 90 by default. */
  timeoutSeconds?: number | undefined;
  /** Replaces the timer for delays in tests. */
  sleep?: Sleep | undefined;
}

/** The options with their defaults. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly maxDelaySeconds: number;
  readonly attemptTimeoutSeconds: number;
  readonly timeoutSeconds: number;
  readonly sleep: Sleep;
}

const perRequest = new WeakMap<Request, RetryOptions>();

/**
 * Replaces the client's retry options for one call.
 *
 * @example
 * await client.GET('/summary', { middleware: [retry({ maxAttempts: 1, timeoutSeconds: 2 })] });
 */
export function retry(options: RetryOptions): Middleware {
  return { onRequest: ({ request }) => void perRequest.set(request, options) };
}

/** Returns the options of a request: those of `retry`, then those of the client, then the defaults. */
export function retryPolicy(request: Request, ofClient: RetryOptions = {}): RetryPolicy {
  const ofRequest = perRequest.get(request) ?? {};
  const pick = <Name extends keyof RetryPolicy>(name: Name, otherwise: RetryPolicy[Name]) =>
    (ofRequest[name] ?? ofClient[name] ?? otherwise) as RetryPolicy[Name];
  return {
    maxAttempts: pick('maxAttempts', 4),
    maxDelaySeconds: pick('maxDelaySeconds', 30),
    attemptTimeoutSeconds: pick('attemptTimeoutSeconds', 30),
    timeoutSeconds: pick('timeoutSeconds', 90),
    sleep: pick('sleep', sleep),
  };
}

/** Returns whether a retry can succeed and is safe. */
export function canRetry(request: Request, response: Response | undefined): boolean {
  if (response && isUnprocessed(response)) return true;
  return isRepeatable(request) && (!response || isUncertain(response));
}

/** Returns whether a retry of a safe request can succeed. */
export function isTemporary(response: Response): boolean {
  return isUnprocessed(response) || isUncertain(response);
}

/** Returns whether the service did not process the request and asks for a retry. */
function isUnprocessed({ status }: Response): boolean {
  return status === 425 || status === 429;
}

/** Returns whether the service may have processed the request even though the response is an error. */
export function isUncertain({ status }: Response): boolean {
  return [408, 502, 503, 504].includes(status);
}

/**
 * Returns the delay before a retry: the delay that `Retry-After` asks for, or the delay of the backoff if that is
 * longer. Returns undefined if `Retry-After` asks for more than the maximum.
 */
export function retryDelaySeconds(
  attempt: number,
  response: Response | undefined,
  maxDelaySeconds: number,
): number | undefined {
  const requested = (response && retryAfterSeconds(response)) ?? 0;
  if (requested > maxDelaySeconds) return undefined;
  return Math.max(requested, Math.min(backoffSeconds(attempt), maxDelaySeconds));
}

/**
 * Returns the delay before a retry: 0.5 to 1 second after the first attempt, and twice as long after each further one.
 * The random part keeps clients that failed together from retrying together.
 */
export function backoffSeconds(attempt: number): number {
  return 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
}

export const sleep: Sleep = (milliseconds, signal) =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    // A signal that is already aborted does not emit its event again.
    const timer = setTimeout(done, signal?.aborted ? 0 : milliseconds);
    signal?.addEventListener('abort', done);
  });

/** Returns the delay in `Retry-After` (RFC 9110, section 10.2.3), or undefined if it is missing or invalid. */
export function retryAfterSeconds({ headers }: Response): number | undefined {
  const value = headers.get('Retry-After') ?? '';
  if (/^\d+$/.test(value)) return Number(value);

  const date = parseHttpDate(value);
  if (Number.isNaN(date)) return undefined;
  // Where a page may read it, the server's `Date` makes the delay independent of a wrong clock in the client.
  const now = parseHttpDate(headers.get('Date') ?? '') || Date.now();
  return Math.max(0, (date - now) / 1000);
}

/**
 * Parses the three date formats of RFC 9110, section 5.6.7. All start with the name of a weekday. The asctime format
 * has no time zone.
 */
function parseHttpDate(value: string): number {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return Number.NaN;
  return Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
}
