import { describe } from '@jest/globals';
import { hasRedis } from '../support/redis.ts';

/** Like `describe`, but skips the tests where redis-server is not installed. */
export const describeWithRedis: (name: string, tests: () => void) => void = hasRedis
  ? describe
  : (name, tests) => describe.skip(`${name} (skipped: redis-server is not installed)`, tests);
