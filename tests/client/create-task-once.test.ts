import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  createTaskClient,
  createTaskOnce,
  newIdempotencyKey,
  type CreateTaskOnceOptions,
  type TaskClientOptions,
} from '../../client/src/index.ts';
import { json, problem, scriptedFetch, type Scripted } from './scripted-fetch.ts';

// Makes each delay the longest that the backoff allows: 1 second, 2 seconds, and so on.
beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Calls createTaskOnce with scripted responses. Returns its outcome, the requests, and the delays in seconds. */
function creating(responses: Scripted[], options: CreateTaskOnceOptions = {}) {
  const { fetch, requests } = scriptedFetch(...responses);
  const client = createTaskClient({ baseUrl: 'http://tasks.test', token: 't', fetch });
  const delays: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => {
    delays.push(milliseconds / 1000);
  };
  const outcome = createTaskOnce(client, { title: 'Water the plants' }, { sleep, ...options });
  return { outcome, requests, delays };
}

const created = (): Response => json({ id: '1' }, { status: 201 });
const keysOf = (requests: readonly Request[]): Set<string | null> =>
  new Set(requests.map((request) => request.headers.get('Idempotency-Key')));

test('sends one request with a key when the first attempt succeeds', async () => {
  const { outcome, requests, delays } = creating([created()]);
  expect((await outcome).data).toEqual({ id: '1' });
  expect(requests).toHaveLength(1);
  expect(requests[0]?.headers.get('Idempotency-Key')).toMatch(/^"[0-9a-f-]{36}"$/);
  expect(delays).toEqual([]);
});

test('retries with the same key when the connection fails', async () => {
  const { outcome, requests, delays } = creating([
    new TypeError('fetch failed'),
    new TypeError('terminated'),
    created(),
  ]);
  expect((await outcome).data).toEqual({ id: '1' });
  expect(requests).toHaveLength(3);
  expect(keysOf(requests).size).toBe(1);
  expect(await requests[2]?.json()).toEqual({ title: 'Water the plants' });
  expect(delays).toEqual([1, 2]);
});

test.each([
  ['a 429', () => problem(429, 'too-many-requests', {}, { 'Retry-After': '12' }), 12],
  ['a 503', () => problem(503, 'service-unavailable', {}, { 'Retry-After': '5' }), 5],
  ['a 503 from a gateway', () => new Response('<html>', { status: 503 }), 1],
  ['a 502 from a gateway', () => new Response('<html>', { status: 502 }), 1],
  ['a 504 from a gateway', () => new Response('', { status: 504 }), 1],
  ['a 408', () => problem(408, 'request-timeout'), 1],
  ['a 425', () => new Response('', { status: 425 }), 1],
])('retries after the requested delay after %s', async (_, response, delay) => {
  const { outcome, requests, delays } = creating([response(), created()]);
  expect((await outcome).data).toEqual({ id: '1' });
  expect(keysOf(requests).size).toBe(1);
  expect(delays).toEqual([delay]);
});

test.each([
  ['an invalid task', 422, 'validation-failed'],
  ['a reused key', 422, 'idempotency-key-reused'],
  ['an exceeded quota', 409, 'quota-exceeded'],
  ['an internal error', 500, 'internal-error'],
])('does not retry after %s', async (_, status, type) => {
  const { outcome, requests } = creating([problem(status, type)]);
  expect((await outcome).error).toMatchObject({ type: `urn:problem-type:task-manager-api:${type}` });
  expect(requests).toHaveLength(1);
});

test('retries when the connection fails after the headers of the response', async () => {
  const body = new ReadableStream({ start: (controller) => controller.error(new TypeError('terminated')) });
  const { outcome, requests } = creating([new Response(body, { status: 201 }), created()]);
  expect((await outcome).data).toEqual({ id: '1' });
  expect(keysOf(requests).size).toBe(1);
  expect(requests).toHaveLength(2);
});

describe('without a retry', () => {
  const failing = (options: Partial<TaskClientOptions>) => {
    const { fetch, requests } = scriptedFetch(created());
    const sleep = jest.fn(async () => undefined);
    const client = createTaskClient({ baseUrl: 'http://tasks.test', token: 't', fetch, ...options });
    return { outcome: createTaskOnce(client, { title: 'Water the plants' }, { sleep }), requests, sleep };
  };

  test.each([
    ['an asynchronous token function rejects', async () => Promise.reject(new TypeError('No session.'))],
    [
      'a token function throws',
      (): string => {
        throw new TypeError('No session.');
      },
    ],
  ])('fails when %s', async (_, token) => {
    const { outcome, requests, sleep } = failing({ token });
    await expect(outcome).rejects.toThrow('No session.');
    expect(requests).toEqual([]);
    expect(sleep).not.toHaveBeenCalled();
  });

  test('fails when the token is not a valid header value', async () => {
    const { outcome, requests, sleep } = failing({ token: 'two\nlines' });
    await expect(outcome).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
    expect(sleep).not.toHaveBeenCalled();
  });

  test.each([
    ['is not a URL', '127.0.0.1:5000', 'Failed to parse URL'],
    ['is empty', '', 'Failed to parse URL'],
    ['has no scheme', 'localhost:5000', 'baseUrl must start with http:// or https://, but is localhost:5000'],
    ['has a misspelled scheme', 'htps://tasks.test', 'baseUrl must start with http:// or https://'],
  ])('fails when the base URL %s', async (_, baseUrl, message) => {
    const { outcome, requests, sleep } = failing({ baseUrl });
    await expect(outcome).rejects.toThrow(message);
    expect(requests).toEqual([]);
    expect(sleep).not.toHaveBeenCalled();
  });

  test('fails when a response is not valid JSON', async () => {
    const { outcome, delays } = creating([new Response('<html>', { status: 200 })]);
    await expect(outcome).rejects.toThrow(SyntaxError);
    expect(delays).toEqual([]);
  });
});

describe('Retry-After', () => {
  const now = 'Sun, 06 Nov 1994 08:49:30 GMT';
  const delayFor = async (headers: Record<string, string>): Promise<number | undefined> => {
    const { outcome, delays } = creating([problem(503, 'service-unavailable', {}, headers), created()]);
    await outcome;
    return delays[0];
  };

  test.each([
    ['seconds', '7', 7],
    ['a date', 'Sun, 06 Nov 1994 08:49:37 GMT', 7],
    ['a date in the RFC 850 format', 'Sunday, 06-Nov-94 08:49:37 GMT', 7],
    ['a date in the asctime format', 'Sun Nov  6 08:49:37 1994', 7],
    ['zero', '0', 1],
    ['a date in the past', 'Sun, 06 Nov 1994 08:00:00 GMT', 1],
    ['a negative number', '-7', 1],
    ['a fraction', '7.5', 1],
    ['a date that does not exist', 'Sun, 99 Nov 1994 08:49:37 GMT', 1],
    ['a word', 'soon', 1],
  ])('can contain %s (%s), and causes a delay of %d s', async (_what, value, delay) => {
    expect(await delayFor({ 'Retry-After': value, Date: now })).toBe(delay);
  });

  test("is compared with the client's clock if a page cannot read the Date header", async () => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));
    expect(await delayFor({ 'Retry-After': 'Sun, 06 Nov 1994 08:49:37 GMT' })).toBe(7);
  });

  test('prevents a retry if its date is beyond the maximum delay', async () => {
    const { outcome, delays } = creating([
      problem(429, 'too-many-requests', {}, { 'Retry-After': 'Sun, 06 Nov 1994 09:49:30 GMT', Date: now }),
    ]);
    expect((await outcome).response.status).toBe(429);
    expect(delays).toEqual([]);
  });
});

test.each([
  [0, [0.5, 1, 2]],
  [0.5, [0.75, 1.5, 3]],
])('multiplies the backoff by a random factor: %s', async (random, expected) => {
  jest.spyOn(Math, 'random').mockReturnValue(random);
  const lost = new TypeError('fetch failed');
  const { outcome, delays } = creating([lost, lost, lost, created()]);
  await outcome;
  expect(delays).toEqual(expected);
});

test('limits the backoff to the maximum delay', async () => {
  const lost = new TypeError('fetch failed');
  const { outcome, delays } = creating([lost, lost, created()], { maxDelaySeconds: 1.5 });
  await outcome;
  expect(delays).toEqual([1, 1.5]);
});

describe('createTaskOnce', () => {
  test('returns the result of the last attempt', async () => {
    const busy = (): Response => problem(503, 'service-unavailable', {}, { 'Retry-After': '1' });
    const { outcome, requests, delays } = creating([busy(), busy()], { maxAttempts: 2 });
    expect((await outcome).response.status).toBe(503);
    expect(requests).toHaveLength(2);
    expect(delays).toEqual([1]);
  });

  test('throws the connection error of the last attempt', async () => {
    const { outcome, requests } = creating([new TypeError('one'), new TypeError('two')], { maxAttempts: 2 });
    await expect(outcome).rejects.toThrow('two');
    expect(requests).toHaveLength(2);
  });

  test('returns the result when Retry-After exceeds the maximum delay', async () => {
    const { outcome, delays } = creating([problem(429, 'too-many-requests', {}, { 'Retry-After': '3600' })]);
    expect((await outcome).response.status).toBe(429);
    expect(delays).toEqual([]);
  });

  test.each([
    // setImmediate runs after the response was read and the delay has started.
    ['during the delay', (abort: () => void) => void setImmediate(abort)],
    ['during the request', (abort: () => void): void => abort()],
  ])('throws the reason of the signal when aborted %s', async (_, soon) => {
    const stop = new AbortController();
    const { fetch, requests } = scriptedFetch(
      problem(503, 'service-unavailable', {}, { 'Retry-After': '30' }),
      created(),
    );
    const client = createTaskClient({
      baseUrl: 'http://tasks.test',
      token: 't',
      fetch: async (request) => {
        const response = await fetch(request);
        soon(() => stop.abort(new Error('The page was left.')));
        return response;
      },
    });
    const outcome = createTaskOnce(client, { title: 'Water the plants' }, { signal: stop.signal });
    await expect(outcome).rejects.toThrow('The page was left.');
    expect(requests).toHaveLength(1);
  });
});

test("sends the caller's key", async () => {
  const { outcome, requests } = creating([created()], { key: '"draft-17"' });
  await outcome;
  expect(requests[0]?.headers.get('Idempotency-Key')).toBe('"draft-17"');
});

test('creates each new idempotency key as a unique version 4 UUID in double quotes', () => {
  const keys = Array.from({ length: 100 }, newIdempotencyKey);
  expect(new Set(keys).size).toBe(100);
  const form = /^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/;
  expect(keys.filter((key) => !form.test(key))).toEqual([]);
});
