import { afterEach, expect, jest, test } from '@jest/globals';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { counterOf } from '../../src/security/rate-limit.ts';
import type { Counter } from '../../src/security/rate-limit.ts';
import { synchronousCounter } from '../../src/security/synchronous-counter.ts';
import { client } from '../support/client.ts';
import { startServer } from '../support/server.ts';

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const options = { keyPrefix: 'requests', points: 3, duration: 60 };

/** A sequence of requests: the key, and the milliseconds since the previous request. */
const steps = [
  ['ann', 0],
  ['ann', 10_000],
  ['bob', 0],
  ['ann', 49_999],
  ['ann', 0],
  ['ann', 1],
  ['bob', 9_999],
  ['ann', 59_999],
  ['ann', 1],
  ['ann', 200_000],
] as const;

/** The counts of each step, on a fake clock. */
async function counts(createCounter: (limiter: RateLimiterMemory) => Counter) {
  jest.useFakeTimers({ now: 0 });
  const count = createCounter(new RateLimiterMemory(options));
  const found = [];
  for (const [key, wait] of steps) {
    jest.advanceTimersByTime(wait);
    const { consumedPoints, msBeforeNext } = await count(key);
    found.push([key, consumedPoints, msBeforeNext]);
  }
  jest.useRealTimers();
  return found;
}

test('the synchronous counter returns the counts and windows of the limiter', async () => {
  const waited = await counts(counterOf);
  expect(waited).toEqual(await counts(synchronousCounter));
  expect(waited.map(([, consumed]) => consumed)).toEqual([1, 2, 1, 3, 4, 1, 2, 1, 2, 1]);
});

test('the synchronous counter shares the memory of the limiter', async () => {
  const limiter = new RateLimiterMemory(options);
  const [waits, atOnce] = [counterOf(limiter), synchronousCounter(limiter)];
  const found = [await waits('ann'), atOnce('ann'), await waits('ann'), atOnce('ann'), await waits('ann')];
  expect(found.map(({ consumedPoints }) => consumedPoints)).toEqual([1, 2, 3, 4, 5]);
});

test('the synchronous counter throws when the package has no memory storage', () => {
  expect(() => synchronousCounter({} as unknown as RateLimiterMemory)).toThrow(
    'no longer has a memory storage',
  );
});

test('a service counts five requests without waiting for the limiter', async () => {
  const consume = jest.spyOn(RateLimiterMemory.prototype, 'consume');
  const server = await startServer({
    RATE_LIMIT_REQUESTS: '3',
    RATE_LIMIT_WINDOW_SECONDS: '3600',
    RATE_LIMIT_FAILED_AUTH: '1',
  });
  const send = client(server);
  const responses = [];
  for (let n = 0; n < 5; n += 1) responses.push(await send('GET', '/summary'));
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
  expect(responses.map(({ headers }) => headers.get('RateLimit')?.replace(/\d+$/, ''))).toEqual(
    [2, 1, 0, 0, 0].map((left) => `"requests";r=${left};t=`),
  );
  expect(consume).not.toHaveBeenCalled();
  const anonymous = [
    await send('GET', '/summary', { as: null }),
    await send('GET', '/summary', { as: null }),
  ];
  expect(anonymous.map(({ status }) => status)).toEqual([401, 429]);
  await server.close();
});
