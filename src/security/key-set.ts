// The keys of an issuer, fetched from its JWK Set URL. If the issuer fails, the fetched keys stay in use for a limited
// time, and fetches are retried with increasing delays. jose fetches and selects the keys. This module decides when.
import type { ExportedJWKSCache, JWKSCacheInput, JWTVerifyGetKey } from 'jose';
import { JWKSNoMatchingKey } from 'jose/errors';
import { createRemoteJWKSet, customFetch, jwksCache } from 'jose/jwks/remote';

export interface KeySetLimits {
  /** How long fetched keys are used before they are fetched again. A removed key stops working after this time. */
  readonly maxAgeSeconds: number;
  /** How much longer fetched keys are used while the issuer is failing. */
  readonly maxStaleSeconds: number;
}

/** Called for each fetch of the keys, not once per request. */
export interface KeySetEvents {
  /** Runs a fetch, with further request headers. */
  readonly traceFetch?: TraceFetch;
  readonly onFetched?: (url: URL) => void;
  readonly onFetchFailed?: (url: URL, error: unknown) => void;
}

export type TraceFetch = (
  url: URL,
  fetchKeys: (headers: Readonly<Record<string, string>>) => Promise<Response>,
) => Promise<Response>;

export interface KeySet {
  /**
   * Finds the key of a token. Fetches the keys first if they are too old. Also fetches them for an unknown key id, but
   * not within the cooldown. Rejects with an `IssuerUnreachableError` or a jose error.
   */
  readonly findKey: JWTVerifyGetKey;
  /** Identifies the keys. The value changes when they change, and is undefined when they must be fetched before use. */
  readonly current: () => unknown;
}

/** Thrown if the issuer's keys are unavailable. */
export class IssuerUnreachableError extends Error {
  override readonly name = 'IssuerUnreachableError';
  /** The seconds until the keys are fetched again. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number, cause: unknown) {
    super("The issuer's keys are unavailable", { cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const timeoutMs = 3000;
/** Keys are fetched in the background after this share of their maximum age, so that no request waits for the issuer. */
const refreshAfter = 0.8;
/**
 * The minimum time between two fetches because of unknown key ids. It prevents tokens with such ids from flooding the
 * issuer with requests.
 */
const cooldownMs = 30_000;
const minBackoffMs = 1000;
const maxBackoffMs = 60_000;
export const maxKeySetBytes = 1_000_000;

/** Creates a key set, which is fetched when it is first used. */
export function createKeySet(
  url: URL,
  { maxAgeSeconds, maxStaleSeconds }: KeySetLimits,
  { onFetched, onFetchFailed, traceFetch = (_url, fetchKeys) => fetchKeys({}) }: KeySetEvents = {},
): KeySet {
  const fetched: Partial<ExportedJWKSCache> = {};
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: timeoutMs,
    // Only this module decides when to fetch.
    cacheMaxAge: Infinity,
    cooldownDuration: Infinity,
    [jwksCache]: fetched as JWKSCacheInput,
    [customFetch]: (target, options) =>
      traceFetch(url, (headers) =>
        fetchBounded(target, { ...options, headers: { ...Object.fromEntries(options.headers), ...headers } }),
      ),
  });
  let version: string | undefined;
  let failures = 0;
  let lastError: unknown;
  let nextFetchAtMs = 0;
  let pending: Promise<void> | undefined;

  const isYounger = (seconds: number): boolean =>
    fetched.uat !== undefined && isWithin(fetched.uat, seconds * 1000);
  const isFresh = (): boolean => isYounger(refreshAfter * maxAgeSeconds);
  const isUsable = (): boolean => isYounger(failures > 0 ? maxAgeSeconds + maxStaleSeconds : maxAgeSeconds);
  // A wait longer than the maximum means that the clock was set back, so it is ignored.
  const mayFetch = (): boolean => !isWithin(nextFetchAtMs - maxBackoffMs, maxBackoffMs);

  async function fetchKeys(): Promise<void> {
    try {
      await keys.reload();
    } catch (error) {
      failures += 1;
      lastError = error;
      nextFetchAtMs = Date.now() + backoffMs(failures);
      onFetchFailed?.(url, error);
      throw unreachable();
    }
    failures = 0;
    nextFetchAtMs = Date.now() + cooldownMs;
    // Unchanged keys keep their identity, so that the tokens that they verified stay cached.
    const text = JSON.stringify(fetched.jwks);
    if (text !== version) version = text;
    onFetched?.(url);
  }

  /** Fetches the keys, once for all waiting requests, but not during the delay after a failure. */
  async function reload(): Promise<void> {
    if (pending === undefined && failures > 0 && !mayFetch()) throw unreachable();
    pending ??= fetchKeys().finally(() => {
      pending = undefined;
    });
    await pending;
  }

  function unreachable(): IssuerUnreachableError {
    const waitSeconds = Math.ceil((nextFetchAtMs - Date.now()) / 1000);
    return new IssuerUnreachableError(Math.min(Math.max(waitSeconds, 1), maxBackoffMs / 1000), lastError);
  }

  function current(): string | undefined {
    if (isFresh()) return version;
    if (!isUsable()) return undefined;
    // Requests use the known keys and do not wait for the issuer. The cooldown applies only to unknown key ids.
    if (pending === undefined && (failures === 0 || mayFetch())) reload().catch(() => undefined);
    return version;
  }

  async function prepare(): Promise<void> {
    if (current() !== undefined) return;
    try {
      await reload();
    } catch (error) {
      if (!isUsable()) throw error;
    }
  }

  return {
    current,
    async findKey(header, token) {
      await prepare();
      try {
        return await keys(header, token);
      } catch (error) {
        const mayBeNew = error instanceof JWKSNoMatchingKey && (failures > 0 || mayFetch());
        if (!mayBeNew) throw error;
        await reload();
        return await keys(header, token);
      }
    },
  };
}

/**
 * Whether less than the duration has passed since the timestamp. False if the clock was set back before the timestamp.
 */
function isWithin(sinceMs: number, durationMs: number): boolean {
  const ageMs = Date.now() - sinceMs;
  return ageMs >= 0 && ageMs < durationMs;
}

/** The delay doubles with each failure. The jitter spreads the fetches of many instances over time. */
function backoffMs(failures: number): number {
  return Math.min(minBackoffMs * 2 ** (failures - 1), maxBackoffMs) * (0.5 + Math.random() / 2);
}

async function fetchBounded(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxKeySetBytes) throw new Error(`The key set exceeds ${maxKeySetBytes} bytes`);
    chunks.push(chunk);
  }
  const { status, headers } = response;
  return new Response(Buffer.concat(chunks), { status, headers });
}
