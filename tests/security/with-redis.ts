import { describe } from '@jest/globals';
import { hasRedis } from '../support/redis.ts';

/** As `describe`; skipped, and named so, where there is no `redis-server`. */
export const describeWithRedis: (name: string, tests: () => void) => void = hasRedis
  ? describe
  : (name, tests) => describe.skip(`${name} (not run: there is no redis-server on this machine)`, tests);
