// rate-limiter-flexible answers by a promise where it counts in memory, too, although it knows at once: it makes three
// for each request to wait for. So the memory of the limiter is asked directly, with what its own `consume` asks it.
import type { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Counted } from './rate-limit.ts';

/** The package's memory: adds to the count of a key, which begins anew when its seconds are over. */
interface Memory {
  incrby(key: string, points: number, seconds: number): Counted;
}

/** The count of a limiter in memory. Throws when the package has no such memory any more. */
export function countAtOnce(limiter: RateLimiterMemory): (key: string) => Counted {
  const { _memoryStorage: memory } = limiter as unknown as { readonly _memoryStorage?: Memory };
  if (memory === undefined) throw new Error('rate-limiter-flexible has no memory to ask any more');
  return (key) => memory.incrby(limiter.getKey(key), 1, limiter.duration);
}
