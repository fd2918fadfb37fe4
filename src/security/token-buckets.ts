// Counts the usage of keys in token buckets: a key can use a whole quota at once, and the usage decays evenly over a
// window. Fixed windows would grant a second quota as soon as the next window starts.
import { LRUCache } from 'lru-cache';

/** How much of each quota a key has used. */
export interface Usage {
  readonly used: readonly number[];
  /** The index of the quota that is used up, or -1 if the request was counted. */
  readonly exhausted: number;
}

/** Counts for a limit with one or more quotas, the first of which counts requests. */
export interface Counts {
  /** Counts a request unless a quota is used up. */
  readonly count: (key: string, quotas: readonly number[]) => Usage | Promise<Usage>;
  /** Adds costs, even if a quota is used up. */
  readonly charge: (key: string, quotas: readonly number[], costs: readonly number[]) => void;
}

/** Counts that are available without waiting. */
export interface MemoryCounts extends Counts {
  readonly count: (key: string, quotas: readonly number[]) => Usage;
}

interface Bucket {
  at: number;
  readonly used: number[];
}

/** The maximum number of keys. Beyond it, the key that was used least recently is forgotten. */
const maxKeys = 20_000;

/** The maximum usage, as a multiple of the quota. It ensures that a key never waits longer than one window. */
const maxUse = 2;

/**
 * Counts in memory. The clock returns milliseconds. If the clock goes backwards, usage does not decay until the clock
 * has caught up.
 */
export function tokenBuckets(windowSeconds: number, clock = () => performance.now()): MemoryCounts {
  const windowMs = windowSeconds * 1000;
  const buckets = new LRUCache<string, Bucket>({ max: maxKeys });

  /** Returns the bucket of a key. Its usage is reduced by the amount that has decayed since its last use. */
  function bucketOf(key: string, quotas: readonly number[]): Bucket {
    const now = clock();
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = { at: now, used: quotas.map(() => 0) };
      buckets.set(key, bucket);
      return bucket;
    }
    const share = Math.max(0, now - bucket.at) / windowMs;
    bucket.at = now;
    const { used } = bucket;
    for (let index = 0; index < used.length; index += 1) {
      used[index] = Math.max(0, (used[index] ?? 0) - share * (quotas[index] ?? 0));
    }
    return bucket;
  }

  return {
    count(key, quotas) {
      const { used } = bucketOf(key, quotas);
      const exhausted = used.findIndex(
        (amount, index) => amount + (index === 0 ? 1 : 0) > (quotas[index] ?? 0),
      );
      if (exhausted === -1) used[0] = (used[0] ?? 0) + 1;
      return { used, exhausted };
    },
    charge(key, quotas, costs) {
      const { used } = bucketOf(key, quotas);
      for (let index = 0; index < used.length; index += 1) {
        used[index] = Math.min((used[index] ?? 0) + (costs[index] ?? 0), maxUse * (quotas[index] ?? 0));
      }
    },
  };
}

/**
 * `tokenBuckets` as a script for Redis. Keys: the key of the bucket. Arguments: the window in milliseconds, 1 to count
 * a request or 0, then each quota with the costs to add. Returns the index of the exhausted quota, and the usage of
 * each quota.
 */
export const tokenBucketScript = `
  local time = redis.call('time')
  local now = time[1] * 1000 + time[2] / 1000
  local window = tonumber(ARGV[1])
  local requests = tonumber(ARGV[2])
  local quotas = (#ARGV - 2) / 2
  local stored = redis.call('hmget', KEYS[1], 'at', unpack({'1', '2', '3', '4'}, 1, quotas))
  local share = math.max(0, now - (tonumber(stored[1]) or now)) / window
  local exhausted = -1
  local used = {}
  for i = 1, quotas do
    local quota = tonumber(ARGV[1 + 2 * i])
    local rest = math.max(0, (tonumber(stored[i + 1]) or 0) - share * quota)
    used[i] = math.min(rest + tonumber(ARGV[2 + 2 * i]), ${maxUse} * quota)
    local more = i == 1 and 1 or 0
    if exhausted == -1 and used[i] + more > quota then exhausted = i - 1 end
  end
  if exhausted == -1 then used[1] = used[1] + requests end
  local fields = { 'at', string.format('%.3f', now) }
  local result = { tostring(exhausted) }
  for i = 1, quotas do
    fields[#fields + 1] = tostring(i)
    fields[#fields + 1] = string.format('%.6f', used[i])
    result[#result + 1] = string.format('%.6f', used[i])
  end
  redis.call('hset', KEYS[1], unpack(fields))
  redis.call('pexpire', KEYS[1], ${maxUse} * window)
  return result
`;
