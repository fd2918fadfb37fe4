import { expect, test } from '@jest/globals';
import { createTaskClient, watchTasks, type TaskChanges } from '../../client/src/index.ts';
import { json, problem, scriptedFetch, type Scripted } from './scripted-fetch.ts';

function watching(responses: Scripted[], since?: string) {
  const { fetch, requests } = scriptedFetch(...responses);
  const client = createTaskClient({ baseUrl: 'http://tasks.test', token: 't', fetch });
  const delays: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void delays.push(milliseconds);
  const pages = watchTasks(client, { since, sleep });
  const next = async (): Promise<TaskChanges> => (await pages.next()).value as TaskChanges;
  const queries = (): string[] => requests.map(({ url }) => new URL(url).search);
  return { pages, next, delays, queries };
}

const deleted = (taskId: string) => ({ type: 'deleted', taskId, deletedAt: '2026-03-01T12:00:00.000Z' });
const page = (ids: string[], nextCursor: string, hasMore = false): Response =>
  json({ items: ids.map(deleted), nextCursor, hasMore });

test('reads all changes, and then waits for new ones', async () => {
  const { next, queries } = watching([
    page(['1'], 'a', true),
    page(['2'], 'b'),
    page([], 'b'),
    page(['3'], 'c'),
  ]);
  expect(await next()).toMatchObject({ startsOver: true, cursor: 'a', hasMore: true });
  expect(await next()).toMatchObject({ startsOver: false, cursor: 'b', hasMore: false });
  expect(await next()).toMatchObject({ startsOver: false, cursor: 'c', items: [{ taskId: '3' }] });
  expect(queries()).toEqual(['', '?since=a&wait=25', '?since=b&wait=25', '?since=b&wait=25']);
});

test('continues from a stored cursor', async () => {
  const { next, queries } = watching([page(['1'], 'b')], 'a');
  expect(await next()).toMatchObject({ startsOver: false });
  expect(queries()).toEqual(['?since=a&wait=25']);
});

test('starts over when the cursor has expired, even with an empty list', async () => {
  const { next, queries } = watching([problem(410, 'cursor-expired'), page([], 'b')], 'a');
  expect(await next()).toMatchObject({ startsOver: true, items: [], cursor: 'b' });
  expect(queries()).toEqual(['?since=a&wait=25', '']);
});

test('retries with increasing delays, and waits as long as Retry-After asks for', async () => {
  const { next, delays } = watching([
    new TypeError('fetch failed'),
    problem(503, 'service-unavailable'),
    problem(429, 'too-many-requests', {}, { 'Retry-After': '60' }),
    page(['1'], 'a'),
  ]);
  await next();
  expect(delays).toHaveLength(3);
  expect(delays[0]).toBeLessThanOrEqual(1000);
  expect(delays[1]).toBeGreaterThanOrEqual(1000);
  expect(delays[2]).toBe(60_000);
});

test('throws the problem of a request that a retry cannot fix', async () => {
  const { pages } = watching([problem(403, 'insufficient-scope')]);
  await expect(pages.next()).rejects.toMatchObject({ response: { status: 403 } });
});

test('throws an error from the token function without retrying', async () => {
  const client = createTaskClient({
    baseUrl: 'http://tasks.test',
    token: () => Promise.reject(new TypeError('no session')),
  });
  await expect(watchTasks(client).next()).rejects.toThrow('no session');
});

test('throws instead of looping on a mock that repeats its page', async () => {
  const { next, pages } = watching([page(['1'], 'a'), page(['1'], 'a')]);
  await next();
  await expect(pages.next()).rejects.toThrow('Pagination does not end');
});

test('ends when the signal is aborted while it waits', async () => {
  const abort = new AbortController();
  const client = createTaskClient({
    baseUrl: 'http://tasks.test',
    token: 't',
    fetch: (request) =>
      new Promise((_resolve, reject) => {
        request.signal.addEventListener('abort', () => {
          reject(request.signal.reason as Error);
        });
      }),
  });
  const next = watchTasks(client, { signal: abort.signal }).next();
  setImmediate(() => {
    abort.abort();
  });
  expect(await next).toEqual({ done: true, value: undefined });
});
