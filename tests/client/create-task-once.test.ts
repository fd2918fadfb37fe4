import { describe, expect, test } from '@jest/globals';
import {
  createTaskClient,
  createTaskOnce,
  newIdempotencyKey,
  type CreateTaskOnceOptions,
} from '../../client/src/index.ts';
import { json, problem, scriptedFetch, type Scripted } from './scripted-fetch.ts';

/** Creates a task against these answers; gives what came of it, the requests, and the waits in seconds. */
function creating(answers: Scripted[], options: CreateTaskOnceOptions = {}) {
  const { fetch, requests } = scriptedFetch(...answers);
  const client = createTaskClient({ baseUrl: 'http://tasks.test', token: 't', fetch });
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds / 1000);
  };
  const outcome = createTaskOnce(client, { title: 'Water the plants' }, { sleep, ...options });
  return { outcome, requests, waits };
}

const created = (): Response => json({ id: '1' }, { status: 201 });
const keysOf = (requests: readonly Request[]): Set<string | null> =>
  new Set(requests.map((request) => request.headers.get('Idempotency-Key')));

test('sends one request, with a key, when all is well', async () => {
  const { outcome, requests, waits } = creating([created()]);
  expect((await outcome).data).toEqual({ id: '1' });
  expect(requests).toHaveLength(1);
  expect(requests[0]?.headers.get('Idempotency-Key')).toMatch(/^"[0-9a-f-]{36}"$/);
  expect(waits).toEqual([]);
});

test('repeats the request under the same key when the connection breaks', async () => {
  const { outcome, requests, waits } = creating([
    new TypeError('fetch failed'),
    new TypeError('terminated'),
    created(),
  ]);
  expect((await outcome).data).toEqual({ id: '1' });
  expect(requests).toHaveLength(3);
  expect(keysOf(requests).size).toBe(1);
  expect(await requests[2]?.json()).toEqual({ title: 'Water the plants' });
  expect(waits).toEqual([1, 2]);
});

test.each([
  ['a 429', () => problem(429, 'too-many-requests', {}, { 'Retry-After': '12' }), 12],
  ['a 503', () => problem(503, 'service-unavailable', {}, { 'Retry-After': '5' }), 5],
  ['a 503 of a gateway', () => new Response('<html>', { status: 503 }), 1],
  ['a request that is still running', () => problem(409, 'idempotency-key-in-use'), 1],
])('waits as long as it is asked to, and repeats, after %s', async (_, answer, wait) => {
  const { outcome, requests, waits } = creating([answer(), created()]);
  expect((await outcome).data).toEqual({ id: '1' });
  expect(keysOf(requests).size).toBe(1);
  expect(waits).toEqual([wait]);
});

test.each([
  ['an invalid task', 422, 'validation-failed'],
  ['a key that was used for another task', 422, 'idempotency-key-reused'],
  ['a fault of the service', 500, 'internal-error'],
])('does not repeat %s', async (_, status, type) => {
  const { outcome, requests } = creating([problem(status, type)]);
  expect((await outcome).error).toMatchObject({ type: `/docs/problems#${type}` });
  expect(requests).toHaveLength(1);
});

describe('gives up', () => {
  test('after the last attempt, with its answer', async () => {
    const busy = (): Response => problem(503, 'service-unavailable', {}, { 'Retry-After': '1' });
    const { outcome, requests, waits } = creating([busy(), busy()], { maxAttempts: 2 });
    expect((await outcome).response.status).toBe(503);
    expect(requests).toHaveLength(2);
    expect(waits).toEqual([1]);
  });

  test('after the last attempt, with the error of the connection', async () => {
    const { outcome, requests } = creating([new TypeError('one'), new TypeError('two')], { maxAttempts: 2 });
    await expect(outcome).rejects.toThrow('two');
    expect(requests).toHaveLength(2);
  });

  test('when it would have to wait too long', async () => {
    const { outcome, waits } = creating([problem(429, 'too-many-requests', {}, { 'Retry-After': '3600' })]);
    expect((await outcome).response.status).toBe(429);
    expect(waits).toEqual([]);
  });

  test.each([
    // After the answer was read, when the wait has begun.
    ['while it waits', (abort: () => void) => void setImmediate(abort)],
    ['while the answer comes', (abort: () => void): void => abort()],
  ])('when it is told to, also %s', async (_, soon) => {
    const stop = new AbortController();
    const { fetch, requests } = scriptedFetch(
      problem(503, 'service-unavailable', {}, { 'Retry-After': '30' }),
      created(),
    );
    const client = createTaskClient({
      baseUrl: 'http://tasks.test',
      token: 't',
      fetch: async (request) => {
        const answer = await fetch(request);
        soon(() => stop.abort(new Error('The page was left.')));
        return answer;
      },
    });
    const outcome = createTaskOnce(client, { title: 'Water the plants' }, { signal: stop.signal });
    await expect(outcome).rejects.toThrow('The page was left.');
    expect(requests).toHaveLength(2);
  });
});

test('takes a key that was kept from before', async () => {
  const { outcome, requests } = creating([created()], { key: '"draft-17"' });
  await outcome;
  expect(requests[0]?.headers.get('Idempotency-Key')).toBe('"draft-17"');
});

test('a new key is a UUID of version 4 in quotes, and never the same', () => {
  const keys = Array.from({ length: 100 }, newIdempotencyKey);
  expect(new Set(keys).size).toBe(100);
  const form = /^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/;
  expect(keys.filter((key) => !form.test(key))).toEqual([]);
});
