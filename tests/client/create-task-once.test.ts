import { describe, expect, test } from '@jest/globals';
import {
  createTaskClient,
  createTaskOnce,
  newIdempotencyKey,
  type CreateTaskOnceOptions,
} from '../../client/src/index.ts';
import { json, problem, scriptedFetch, type Scripted } from './scripted-fetch.ts';

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
  ['a 503 of a gateway', () => new Response('<html>', { status: 503 }), 1],
  ['a 409 for a request in progress', () => problem(409, 'idempotency-key-in-use'), 1],
])('retries after the requested delay after %s', async (_, response, delay) => {
  const { outcome, requests, delays } = creating([response(), created()]);
  expect((await outcome).data).toEqual({ id: '1' });
  expect(keysOf(requests).size).toBe(1);
  expect(delays).toEqual([delay]);
});

test.each([
  ['an invalid task', 422, 'validation-failed'],
  ['a reused key', 422, 'idempotency-key-reused'],
  ['an internal error', 500, 'internal-error'],
])('does not retry after %s', async (_, status, type) => {
  const { outcome, requests } = creating([problem(status, type)]);
  expect((await outcome).error).toMatchObject({ type: `urn:problem-type:task-manager-api:${type}` });
  expect(requests).toHaveLength(1);
});

describe('stops retrying', () => {
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
    expect(requests).toHaveLength(2);
  });
});

test('sends the key of the caller', async () => {
  const { outcome, requests } = creating([created()], { key: '"draft-17"' });
  await outcome;
  expect(requests[0]?.headers.get('Idempotency-Key')).toBe('"draft-17"');
});

test('newIdempotencyKey returns a unique UUID of version 4 in double quotes', () => {
  const keys = Array.from({ length: 100 }, newIdempotencyKey);
  expect(new Set(keys).size).toBe(100);
  const form = /^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/;
  expect(keys.filter((key) => !form.test(key))).toEqual([]);
});
