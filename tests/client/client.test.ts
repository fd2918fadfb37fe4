import { afterEach, describe, expect, jest, test } from '@jest/globals';
import {
  allTasks,
  createTaskClient,
  isProblem,
  unwrap,
  validationErrorsByField,
} from '../../client/src/index.ts';
import { json, problem, scriptedFetch } from './scripted-fetch.ts';

const baseUrl = 'http://tasks.test';
const taskId = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('requests', () => {
  test('repeats a filter with several values and omits an empty one', async () => {
    const { fetch, requests } = scriptedFetch(json({ items: [], nextCursor: null }));
    const client = createTaskClient({ baseUrl, token: 't', fetch });
    await client.GET('/tasks', {
      params: { query: { status: ['pending', 'in_progress'], tag: [], q: 'a b&c' } },
    });
    expect(requests[0]?.url).toBe('http://tasks.test/tasks?status=pending&status=in_progress&q=a%20b%26c');
  });

  test('sends a PATCH body as a merge patch and a POST body as JSON', async () => {
    const { fetch, requests } = scriptedFetch(json({}), json({}));
    const client = createTaskClient({ baseUrl, token: 't', fetch });
    await client.PATCH('/tasks/{taskId}', { params: { path: { taskId } }, body: { dueAt: null } });
    await client.POST('/tasks', { body: { title: 'Water the plants' } });
    expect(requests.map((request) => request.headers.get('Content-Type'))).toEqual([
      'application/merge-patch+json',
      'application/json',
    ]);
    expect(await requests[0]?.json()).toEqual({ dueAt: null });
  });

  test('accepts a base URL with a trailing slash', async () => {
    const { fetch, requests } = scriptedFetch(json({}));
    await createTaskClient({ baseUrl: `${baseUrl}/`, token: 't', fetch }).GET('/summary');
    expect(requests[0]?.url).toBe('http://tasks.test/summary');
  });

  test('sends header parameters', async () => {
    const { fetch, requests } = scriptedFetch(new Response(null, { status: 204 }));
    const client = createTaskClient({ baseUrl, token: 't', fetch });
    await client.DELETE('/tasks/{taskId}', { params: { path: { taskId }, header: { 'If-Match': '"3"' } } });
    expect(requests[0]?.headers.get('If-Match')).toBe('"3"');
    expect(requests[0]?.headers.has('Content-Type')).toBe(false);
  });
});

test.each(['localhost:5000', 'htps://tasks.test', 'file:///tasks'])(
  'throws for the base URL %s before it calls fetch',
  async (wrong) => {
    const { fetch, requests } = scriptedFetch(json({}));
    const client = createTaskClient({ baseUrl: wrong, token: 't', fetch });
    await expect(client.GET('/summary')).rejects.toThrow(
      `baseUrl must start with http:// or https://, but is ${wrong}`,
    );
    expect(requests).toEqual([]);
  },
);

describe('authorization', () => {
  test('sends the token with every request', async () => {
    const { fetch, requests } = scriptedFetch(json({}));
    await createTaskClient({ baseUrl, token: 'abc', fetch }).GET('/summary');
    expect(requests[0]?.headers.get('Authorization')).toBe('Bearer abc');
  });

  test('calls a token function before each request', async () => {
    const { fetch, requests } = scriptedFetch(json({}), json({}));
    let renewed = 0;
    const client = createTaskClient({ baseUrl, token: async () => `token-${++renewed}`, fetch });
    await client.GET('/summary');
    await client.GET('/summary');
    expect(requests.map((request) => request.headers.get('Authorization'))).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  test('preserves the Authorization header of a call', async () => {
    const { fetch, requests } = scriptedFetch(new Response('# HELP'));
    const client = createTaskClient({ baseUrl, token: 'of-the-user', fetch });
    await client.GET('/metrics', { parseAs: 'text', headers: { Authorization: 'Bearer of-the-operator' } });
    expect(requests[0]?.headers.get('Authorization')).toBe('Bearer of-the-operator');
  });
});

describe('results', () => {
  test('parses a problem as JSON', async () => {
    const { fetch } = scriptedFetch(problem(404, 'task-not-found'));
    const { data, error, response } = await createTaskClient({ baseUrl, token: 't', fetch }).GET(
      '/tasks/{taskId}',
      {
        params: { path: { taskId } },
      },
    );
    expect(data).toBeUndefined();
    expect(error).toMatchObject({ type: 'urn:problem-type:task-manager-api:task-not-found', status: 404 });
    expect(response.status).toBe(404);
  });

  test('returns neither data nor an error for a 204', async () => {
    const { fetch } = scriptedFetch(new Response(null, { status: 204 }));
    const result = await createTaskClient({ baseUrl, token: 't', fetch }).DELETE('/tasks/{taskId}', {
      params: { path: { taskId } },
    });
    expect(result.error).toBeUndefined();
    expect(result.data).toBeUndefined();
    expect(result.response.ok).toBe(true);
  });
});

describe('a response from a newer service', () => {
  const clientFor = (response: Response) =>
    createTaskClient({ baseUrl, token: 't', fetch: scriptedFetch(response).fetch });

  test('keeps the unknown fields of a task', async () => {
    const client = clientFor(json({ id: '1', title: 'Water the plants', colour: { name: 'green' } }));
    const task = unwrap(await client.GET('/tasks/{taskId}', { params: { path: { taskId } } }));
    expect(task).toEqual({ id: '1', title: 'Water the plants', colour: { name: 'green' } });
  });

  test('keeps the unknown fields of a page', async () => {
    const client = clientFor(json({ items: [{ id: '1', colour: null }], nextCursor: null, total: 1 }));
    expect(await Array.fromAsync(allTasks(client))).toEqual([{ id: '1', colour: null }]);
  });

  test('is recognized as a problem even if the code of a validation error is unknown', async () => {
    const unknown = { location: 'body', pointer: '/title', code: 'new-code', detail: 'D', limit: 5 };
    const client = clientFor(problem(422, 'validation-failed', { errors: [unknown], hint: 'H' }));
    const { error } = await client.POST('/tasks', { body: { title: '' } });
    if (!isProblem(error)) throw new Error('Expected a problem');
    expect([...validationErrorsByField(error)]).toEqual([['/title', [unknown]]]);
  });

  test('is thrown as a problem by unwrap even if its type is unknown', async () => {
    const result = await clientFor(problem(418, 'new-type', { more: [] })).GET('/summary');
    expect(() => unwrap(result)).toThrow('A title: A detail.');
  });
});

test('uses a global fetch that is replaced after the client was created', async () => {
  const client = createTaskClient({ baseUrl, token: 't' });
  const replaced = jest.spyOn(globalThis, 'fetch').mockResolvedValue(json({ total: 3 }));
  const { data } = await client.GET('/summary');
  expect(replaced).toHaveBeenCalledTimes(1);
  expect(data).toEqual({ total: 3 });
});
