// Rate-limit counts that all instances share in Redis. While Redis is unreachable, each instance counts on its own: no
// request fails for it, and none waits longer than `maxAnswerMs`.
import type { Redis } from 'ioredis';
import { counterOf } from './rate-limit.ts';
import type { ShareCounter } from './rate-limit.ts';

/** Each callback runs once per change, not once per request. */
export interface SharedCountsEvents {
  readonly onLost: (error: unknown) => void;
  readonly onRestored: () => void;
}

/** A connection to the shared counts. */
export interface SharedCounts {
  readonly share: ShareCounter;
  /** Whether the latest count was shared. */
  isShared(): boolean;
  close(): void;
}

/**
 * Redis on the same network answers within a millisecond. A slower answer usually means that this process is busy, which
 * is no reason to give up on Redis.
 */
const maxAnswerMs = 500;
const connectTimeoutMs = 1000;
const maxReconnectDelayMs = 1000;

/**
 * Connects to Redis, and prefixes its keys with the name of the service. Never rejects: resolves after the first attempt,
 * and keeps reconnecting.
 */
export async function connectSharedCounts(
  url: string,
  keyPrefix: string,
  { onLost, onRestored }: SharedCountsEvents,
): Promise<SharedCounts> {
  // Loaded on demand, because the packages take a good part of a start.
  const [{ Redis: RedisClient }, { RateLimiterRedis }] = await Promise.all([
    import('ioredis'),
    import('rate-limiter-flexible'),
  ]);
  const redis: Redis = new RedisClient(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: maxAnswerMs,
    // ioredis sets this timer even without a connection, and it delays the exit of the process.
    disconnectTimeout: maxAnswerMs,
    // A request that Redis cannot count now counts locally, and must not count again after a reconnect.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 50, maxReconnectDelayMs),
  });
  let isShared: boolean | undefined;
  let latestError: unknown;
  let isClosing = false;

  function markLost(error: unknown): void {
    if (isShared === false || isClosing) return;
    isShared = false;
    onLost(error);
  }

  function markShared(): void {
    if (isShared === false) onRestored();
    isShared = true;
  }

  redis.on('error', (error) => (latestError = error));
  redis.on('ready', markShared);
  redis.on('close', () => {
    markLost(latestError);
  });
  // The events above report a failed first attempt.
  await redis.connect().catch(() => undefined);

  return {
    share: (name, { maxRequests, windowSeconds }, fallback) => {
      const count = counterOf(
        new RateLimiterRedis({
          storeClient: redis,
          rejectIfRedisNotReady: true,
          keyPrefix: `${keyPrefix}:${name}`,
          points: maxRequests,
          duration: windowSeconds,
        }),
      );
      return async (key) => {
        try {
          const counted = await count(key);
          markShared();
          return counted;
        } catch (error) {
          markLost(error);
          // Reconnecting spares the next requests the wait for a silent Redis.
          if (isTimeout(error) && redis.status === 'ready') redis.disconnect(true);
          return await fallback(key);
        }
      };
    },
    isShared: () => isShared === true,
    close() {
      isClosing = true;
      redis.disconnect();
    },
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Command timed out';
}
