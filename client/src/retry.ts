/** Resolves after a delay, or as soon as the signal is aborted. It does not reject: the next request will. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const sleep: Sleep = (milliseconds, signal) =>
  new Promise((resolve) => {
    // A signal that is already aborted does not emit its event again.
    if (signal?.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });

/**
 * Returns the delay before a retry: 0.5 to 1 second after the first attempt, and twice as long after each further one.
 * The random part keeps clients that failed together from retrying together.
 */
export function backoffSeconds(attempt: number): number {
  return 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
}

/** `fetch` throws a TypeError if the connection fails. Compares names: a frame or a worker has a TypeError of its own. */
export function isNetworkError(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'TypeError';
}

/** Returns whether a retry of a safe request can succeed. */
export function isTemporary({ status }: Response): boolean {
  return [408, 425, 429, 502, 503, 504].includes(status);
}

/** Returns the delay in `Retry-After` (RFC 9110, section 10.2.3), or undefined if it is missing or invalid. */
export function retryAfterSeconds({ headers }: Response): number | undefined {
  const value = headers.get('Retry-After') ?? '';
  if (/^\d+$/.test(value)) return Number(value);

  const date = parseHttpDate(value);
  if (Number.isNaN(date)) return undefined;
  // The server's own clock, where a page may read it, makes the delay independent of a wrong clock in the client.
  const now = parseHttpDate(headers.get('Date') ?? '') || Date.now();
  return Math.max(0, (date - now) / 1000);
}

/** Parses the three formats of RFC 9110, section 5.6.7. They start with a day's name; the asctime format has no zone. */
function parseHttpDate(value: string): number {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return Number.NaN;
  return Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
}
