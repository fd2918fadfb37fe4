// Runs the typed client against the mock.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { allTasks, createTaskClient, isProblem, unwrap, type TaskClient } from '../../client/src/index.ts';
import { startMock, type Prism } from '../support/prism.ts';

const path = { taskId: '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90' };

let mock: Prism;
let client: TaskClient;
beforeAll(async () => {
  mock = await startMock();
  client = createTaskClient({ baseUrl: mock.url, token: 'any-token' });
});
afterAll(() => mock.close());

test('lists, reads and counts tasks', async () => {
  const page = unwrap(
    await client.GET('/tasks', { params: { query: { status: ['pending', 'completed'], tag: ['docs'] } } }),
  );
  expect(page.items.length).toBeGreaterThan(1);
  expect(unwrap(await client.GET('/tasks/{taskId}', { params: { path } })).id).toBe(path.taskId);
  expect(unwrap(await client.GET('/summary')).total).toBeGreaterThan(0);
});

test('returns an empty page when Prefer requests it', async () => {
  const page = unwrap(await client.GET('/tasks', { headers: { Prefer: 'example=emptyPage' } }));
  expect(page).toEqual({ items: [], nextCursor: null });
});

test('returns a problem that TypeScript narrows by its type', async () => {
  const { error } = await client.GET('/tasks/{taskId}', {
    params: { path },
    headers: { Prefer: 'code=404' },
  });
  if (!isProblem(error) || error.type !== 'urn:problem-type:task-manager-api:task-not-found')
    throw new Error('Unexpected problem');
  expect(error.status).toBe(404);
});

test('returns neither data nor a problem for a 304', async () => {
  const { data, error, response } = await client.GET('/tasks/{taskId}', {
    params: { path },
    headers: { Prefer: 'code=304' },
  });
  expect(response.status).toBe(304);
  expect(data).toBeUndefined();
  expect(isProblem(error)).toBe(false);
});

test('throws when the mock returns the same page again', async () => {
  await expect(Array.fromAsync(allTasks(client))).rejects.toThrow('Pagination does not end');
});
