// Counts that all instances share, in Redis. It is a help and no need: whatever is wrong with it, each instance goes on
// with the counts of its own, no request fails for it, and none waits longer than a moment.
import { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { countWith } from './rate-limit.ts';
import type { ShareCount } from './rate-limit.ts';

/** Told once when the counts are shared no more, and once when they are again. */
export interface SharingEvents {
  lost(error: unknown): void;
  regained(): void;
}

/** A connection to the counts that all instances share. */
export interface SharedCounts {
  readonly share: ShareCount;
  /** Whether the latest count was shared. */
  isShared(): boolean;
  close(): void;
}

/**
 * What a request waits at most. Redis on the same network answers in less than one; what takes longer is a process that
 * is held up itself, which is no reason to leave Redis.
 */
const ANSWER_MS = 500;
const CONNECT_MS = 1000;
const LONGEST_PAUSE_MS = 1000;

/** Resolves when the connection is there, or when it is clear that for now it is not: it is tried on and on then. */
export async function shareCounts(url: string, events: SharingEvents): Promise<SharedCounts> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: ANSWER_MS,
    // It sets a timer for the end of a connection also when there is none, which holds up the end of the process.
    disconnectTimeout: ANSWER_MS,
    // What cannot be asked at once is counted here, and not again when Redis is back.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 50, LONGEST_PAUSE_MS),
  });
  let shared: boolean | undefined;
  let latest: unknown;
  let closing = false;

  function lost(error: unknown): void {
    if (shared === false || closing) return;
    shared = false;
    events.lost(error);
  }

  function regained(): void {
    if (shared === false) events.regained();
    shared = true;
  }

  redis.on('error', (error) => (latest = error));
  redis.on('ready', regained);
  redis.on('close', () => lost(latest));
  // It rejects after the first attempt, of which the events have told.
  await redis.connect().catch(() => undefined);

  return {
    share: (name, { requests, seconds }, own) => {
      const count = countWith(
        new RateLimiterRedis({
          storeClient: redis,
          rejectIfRedisNotReady: true,
          keyPrefix: `task-manager-api:${name}`,
          points: requests,
          duration: seconds,
        }),
      );
      return async (key) => {
        try {
          const state = await count(key);
          regained();
          return state;
        } catch (error) {
          lost(error);
          // One that does not answer is left, so that the next request need not wait for it too.
          if (isSilent(error) && redis.status === 'ready') redis.disconnect(true);
          return await own(key);
        }
      };
    },
    isShared: () => shared === true,
    close() {
      closing = true;
      redis.disconnect();
    },
  };
}

function isSilent(error: unknown): boolean {
  return error instanceof Error && error.message === 'Command timed out';
}
