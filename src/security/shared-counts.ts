// Rate-limit counts that all instances share in Redis. While Redis is unreachable, each instance counts separately: no
// request fails because of Redis, or waits for it longer than `maxAnswerMs`.
import type { Redis } from 'ioredis';
import type { ShareCounts } from './rate-limit.ts';
import { tokenBucketScript } from './token-buckets.ts';
import type { Usage } from './token-buckets.ts';

/** Each callback runs once per change, not once per request. */
export interface SharedCountsEvents {
  readonly onLost: (error: unknown, host: string) => void;
  readonly onRestored: (host: string) => void;
}

/** A connection to the shared counts. */
export interface SharedCounts {
  readonly share: ShareCounts;
  /** Whether the latest count was shared. */
  isShared(): boolean;
  /**
   * Connects to a different URL, and then closes the previous connection. If the new connection fails, rejects and
   * changes nothing.
   */
  renew(url: string): Promise<void>;
  close(): void;
}

/**
 * Redis on the same network responds within a millisecond. A slower response usually means that this process is busy,
 * which is no reason to stop using Redis.
 */
const maxAnswerMs = 500;
const connectTimeoutMs = 1000;
const maxReconnectDelayMs = 1000;

/** Costs are sent to Redis with the next request of their key, or after this time. */
const maxChargeDelayMs = 100;

/** The token-bucket script as a command of the Redis client. */
interface Buckets {
  useQuotas(key: string, ...parameters: readonly number[]): Promise<readonly string[]>;
}

interface Connection {
  readonly redis: Redis;
  readonly buckets: Buckets;
  /** The host and port. */
  readonly host: string;
}

/** Costs that have not been sent to Redis yet. */
interface PendingCosts {
  readonly quotas: readonly number[];
  readonly costs: readonly number[];
}

/**
 * Connects to Redis, where all keys start with `keyPrefix`. Never rejects: resolves after the first attempt to connect,
 * and keeps trying to reconnect.
 */
export async function connectSharedCounts(
  url: string,
  keyPrefix: string,
  { onLost, onRestored }: SharedCountsEvents,
): Promise<SharedCounts> {
  // Loaded on demand, because loading the package takes a large part of the start-up time.
  const { Redis: RedisClient } = await import('ioredis');
  let isShared: boolean | undefined;
  let latestError: unknown;
  let isClosing = false;
  let current = open(url);
  // If the first attempt fails, the events report it.
  await current.redis.connect().catch(() => undefined);

  function open(address: string): Connection {
    const redis: Redis = new RedisClient(address, {
      lazyConnect: true,
      connectTimeout: connectTimeoutMs,
      commandTimeout: maxAnswerMs,
      // ioredis sets this timer even without a connection, and it delays the exit of the process.
      disconnectTimeout: maxAnswerMs,
      // A request that Redis cannot count is counted locally, and must not be counted again after a reconnect.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 50, maxReconnectDelayMs),
    });
    redis.defineCommand('useQuotas', { numberOfKeys: 1, lua: tokenBucketScript });
    // Reports only the host, because the complete URL would reveal the password.
    const opened = { redis, buckets: redis as unknown as Buckets, host: new URL(address).host };
    const isCurrent = (): boolean => current === opened;
    redis.on('error', (error) => {
      if (isCurrent()) latestError = error;
    });
    redis.on('ready', () => {
      if (isCurrent()) markShared();
    });
    redis.on('close', () => {
      if (isCurrent()) markLost(latestError);
    });
    return opened;
  }

  function markLost(error: unknown): void {
    if (isShared === false || isClosing) return;
    isShared = false;
    onLost(error, current.host);
  }

  function markShared(): void {
    if (isShared === false) onRestored(current.host);
    isShared = true;
  }

  async function renew(address: string): Promise<void> {
    const opened = open(address);
    let failure: unknown;
    opened.redis.on('error', (error) => (failure = error));
    try {
      await opened.redis.connect();
      // Sends a command, because Redis accepts an unauthenticated connection and rejects only its commands.
      await opened.redis.ping();
    } catch (error) {
      opened.redis.disconnect();
      throw failure ?? error;
    }
    const replaced = current;
    current = opened;
    markShared();
    // Waits for the responses to earlier commands.
    await replaced.redis.quit().catch(() => {
      replaced.redis.disconnect();
    });
  }

  return {
    share: (name, windowSeconds, fallback) => {
      const pending = new Map<string, PendingCosts>();
      let timer: NodeJS.Timeout | undefined;

      /** Counts one request or none, and adds the key's pending costs. Rejects if Redis cannot count. */
      async function use(key: string, quotas: readonly number[], requests: 0 | 1): Promise<Usage> {
        const costs = pending.get(key)?.costs ?? [];
        pending.delete(key);
        const { redis, buckets } = current;
        try {
          if (redis.status !== 'ready') throw new Error('Redis is not connected', { cause: latestError });
          const [exhausted, ...used] = await buckets.useQuotas(
            `${keyPrefix}:${name}:${key}`,
            ...[windowSeconds * 1000, requests],
            ...quotas.flatMap((quota, index) => [quota, costs[index] ?? 0]),
          );
          markShared();
          return { exhausted: Number(exhausted), used: used.map(Number) };
        } catch (error) {
          markLost(error);
          // Reconnecting saves the next requests from waiting for an unresponsive Redis.
          if (isTimeout(error) && redis.status === 'ready') redis.disconnect(true);
          fallback.charge(key, quotas, costs);
          throw error;
        }
      }

      function chargePending(): void {
        timer = undefined;
        for (const [key, { quotas }] of pending) use(key, quotas, 0).catch(() => undefined);
      }

      return {
        count: async (key, quotas) =>
          await use(key, quotas, 1).catch(async () => await fallback.count(key, quotas)),
        charge(key, quotas, costs) {
          const earlier = pending.get(key)?.costs;
          const sum =
            earlier === undefined ? costs : costs.map((cost, index) => cost + (earlier[index] ?? 0));
          pending.set(key, { quotas, costs: sum });
          timer ??= setTimeout(chargePending, maxChargeDelayMs).unref();
        },
      };
    },
    isShared: () => isShared === true,
    renew,
    close() {
      isClosing = true;
      current.redis.disconnect();
    },
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Command timed out';
}
