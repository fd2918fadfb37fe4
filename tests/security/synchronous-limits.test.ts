import { afterEach, expect, jest, test } from '@jest/globals';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { countAtOnce } from '../../src/security/count-at-once.ts';
import { countWith } from '../../src/security/rate-limit.ts';
import type { Count } from '../../src/security/rate-limit.ts';
import { client } from '../support/client.ts';
import { startServer } from '../support/server.ts';

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const options = { keyPrefix: 'requests', points: 3, duration: 60 };

/** The steps of a few requests: whose, and how long after the one before. */
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

/** What is counted for each of the steps, on a clock of our own. */
async function counts(makeCount: (limiter: RateLimiterMemory) => Count) {
  jest.useFakeTimers({ now: 0 });
  const count = makeCount(new RateLimiterMemory(options));
  const found = [];
  for (const [key, wait] of steps) {
    jest.advanceTimersByTime(wait);
    const { consumedPoints, msBeforeNext } = await count(key);
    found.push([key, consumedPoints, msBeforeNext]);
  }
  jest.useRealTimers();
  return found;
}

test('what is counted at once is what the limiter counts, and when its windows end', async () => {
  const waited = await counts(countWith);
  expect(waited).toEqual(await counts(countAtOnce));
  expect(waited.map(([, consumed]) => consumed)).toEqual([1, 2, 1, 3, 4, 1, 2, 1, 2, 1]);
});

test('both count in the same memory', async () => {
  const limiter = new RateLimiterMemory(options);
  const [waits, atOnce] = [countWith(limiter), countAtOnce(limiter)];
  const found = [await waits('ann'), atOnce('ann'), await waits('ann'), atOnce('ann'), await waits('ann')];
  expect(found.map(({ consumedPoints }) => consumedPoints)).toEqual([1, 2, 3, 4, 5]);
});

test('a package without that memory is an error, and no limit left out', () => {
  expect(() => countAtOnce({} as unknown as RateLimiterMemory)).toThrow('no memory');
});

test('a service counts five requests without waiting for the limiter', async () => {
  const consume = jest.spyOn(RateLimiterMemory.prototype, 'consume');
  const server = await startServer({
    RATE_LIMIT_REQUESTS: '3',
    RATE_LIMIT_WINDOW_SECONDS: '3600',
    RATE_LIMIT_FAILED_AUTH: '1',
  });
  const send = client(server);
  const answers = [];
  for (let n = 0; n < 5; n += 1) answers.push(await send('GET', '/summary'));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
  expect(answers.map(({ headers }) => headers.get('RateLimit')?.replace(/\d+$/, ''))).toEqual(
    [2, 1, 0, 0, 0].map((left) => `"requests";r=${left};t=`),
  );
  expect(consume).not.toHaveBeenCalled();
  const strangers = [
    await send('GET', '/summary', { as: null }),
    await send('GET', '/summary', { as: null }),
  ];
  expect(strangers.map(({ status }) => status)).toEqual([401, 429]);
  await server.close();
});
