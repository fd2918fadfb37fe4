// Tests the typed client's retries, time limits and hooks.
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import {
  createTaskClient,
  restoreTask,
  retry,
  TaskConnectionError,
  type Attempt,
  type TaskClient,
  type TaskClientOptions,
} from '../../client/src/index.ts';
import { json, problem, scriptedFetch, type Scripted } from './scripted-fetch.ts';

const baseUrl = 'http://tasks.test';
const path = { taskId: '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90' };
const lost = new TypeError('fetch failed');

afterEach(() => {
  jest.restoreAllMocks();
});

/** Creates a client with scripted responses that does not wait. */
function scripted(responses: Scripted[], options: Partial<TaskClientOptions> = {}) {
  const { fetch, requests } = scriptedFetch(...responses);
  const delays: number[] = [];
  const client = createTaskClient({
    ...{ baseUrl, token: 't', fetch },
    ...options,
    retry: { sleep: async (milliseconds) => void delays.push(milliseconds / 1000), ...options.retry },
  });
  return { client, requests, delays };
}

const read = (client: TaskClient) => client.GET('/summary');
const create = (client: TaskClient) => client.POST('/tasks', { body: { title: 'Water the plants' } });
const change = (client: TaskClient) =>
  client.PATCH('/tasks/{taskId}', { params: { path }, body: { title: 'Water the cactus' } });
const replace = (client: TaskClient) =>
  client.PUT('/tasks/{taskId}', { params: { path }, body: { title: 'Water the cactus' } });
const remove = (client: TaskClient) => client.DELETE('/tasks/{taskId}', { params: { path } });

const version = { 'If-Match': '"3"' };
const changeVersion = (client: TaskClient) =>
  client.PATCH('/tasks/{taskId}', { params: { path, header: version }, body: { title: 'Water the cactus' } });
const replaceVersion = (client: TaskClient) =>
  client.PUT('/tasks/{taskId}', { params: { path, header: version }, body: { title: 'Water the cactus' } });
const removeVersion = (client: TaskClient) =>
  client.DELETE('/tasks/{taskId}', { params: { path, header: version } });
const erase = (client: TaskClient) => client.DELETE('/trash/{taskId}', { params: { path } });

describe.each([
  ['a read', read],
  ['a create', create],
  ['a change with If-Match', changeVersion],
  ['a replacement with If-Match', replaceVersion],
  ['a delete', remove],
  ['a delete with If-Match', removeVersion],
  ['a restore', (client: TaskClient) => restoreTask(client, path.taskId)],
  ['an erasure', erase],
])('repeats %s', (_, call) => {
  test('when the connection fails', async () => {
    const { client, requests } = scripted([lost, lost, json({ id: '1' })]);
    expect((await call(client)).data).toEqual({ id: '1' });
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map((request) => request.headers.get('Idempotency-Key'))).size).toBe(1);
  });

  test.each([408, 425, 429, 502, 503, 504])('after a %d', async (status) => {
    const { client, requests } = scripted([new Response('<html>', { status }), json({ id: '1' })]);
    expect((await call(client)).data).toEqual({ id: '1' });
    expect(requests).toHaveLength(2);
  });

  test.each([400, 404, 409, 422, 500, 501])('but not after a %d', async (status) => {
    const { client, requests } = scripted([problem(status, 'a-type')]);
    expect((await call(client)).response.status).toBe(status);
    expect(requests).toHaveLength(1);
  });
});

describe.each([
  ['a change', change],
  ['a replacement', replace],
  [
    'a change with two versions in If-Match',
    (client: TaskClient) =>
      client.PATCH('/tasks/{taskId}', { params: { path, header: { 'If-Match': '"3", "4"' } }, body: {} }),
  ],
])('repeats %s', (_, call) => {
  test.each([425, 429])('after a %d, because the service has not processed it', async (status) => {
    const { client, requests } = scripted([new Response('', { status }), json({ id: '1' })]);
    expect((await call(client)).response.status).toBe(200);
    expect(requests).toHaveLength(2);
  });

  test.each([408, 502, 503, 504])('but not after a %d', async (status) => {
    const { client, requests } = scripted([new Response('', { status })]);
    expect((await call(client)).response.status).toBe(status);
    expect(requests).toHaveLength(1);
  });

  test('but not when the connection fails', async () => {
    const { client, requests } = scripted([lost]);
    await expect(call(client)).rejects.toThrow(TaskConnectionError);
    expect(requests).toHaveLength(1);
  });
});

describe('after a lost response', () => {
  test.each([
    ['a delete', remove],
    ['a delete with If-Match', removeVersion],
    ['an erasure', erase],
  ])('treats a missing task as the success of %s', async (_, call) => {
    const { client, requests } = scripted([lost, problem(404, 'task-not-found')]);
    const { error, response } = await call(client);
    expect([error, response.status]).toEqual([undefined, 204]);
    expect(requests).toHaveLength(2);
  });

  test.each([
    ['no response was lost', [new Response('', { status: 429 }), problem(404, 'task-not-found')]],
    ['a gateway responds', [lost, new Response('<html>', { status: 404 })]],
    ['the service does not know the route', [lost, problem(404, 'route-not-found')]],
  ])('returns the 404 of a delete if %s', async (_, responses) => {
    const { client } = scripted(responses);
    expect((await remove(client)).response.status).toBe(404);
  });

  test('returns the 412 of a delete', async () => {
    const { client } = scripted([lost, problem(412, 'precondition-failed')]);
    expect((await removeVersion(client)).response.status).toBe(412);
  });

  const stored = {
    ...{ id: path.taskId, title: 'Water the cactus', description: null, status: 'pending' },
    ...{ priority: 'medium', dueAt: null, tags: [], version: 4 },
  };

  const { dueAt: _, ...withoutDueAt } = stored;

  test.each([
    ['a change', changeVersion, 'PATCH', { ...stored, priority: 'high' }],
    ['a replacement', replaceVersion, 'PUT', stored],
    [
      'a replacement, and comes from an earlier service version without due dates',
      replaceVersion,
      'PUT',
      withoutDueAt,
    ],
  ])('returns the task if it has the values of %s', async (_, call, method, task) => {
    const { client, requests } = scripted([lost, problem(412, 'precondition-failed'), json(task)]);
    const { data, response } = await call(client);
    expect([data, response.status]).toEqual([task, 200]);
    expect(requests.map((request) => request.method)).toEqual([method, method, 'GET']);
    expect(requests[2]?.headers.get('If-Match')).toBeNull();
  });

  test.each([
    ['a change', changeVersion, { ...stored, title: 'Feed the cat' }],
    ['a replacement', replaceVersion, { ...stored, priority: 'high' }],
  ])('returns the 412 of %s if the next version has different values', async (_, call, task) => {
    const { client } = scripted([lost, problem(412, 'precondition-failed'), json(task)]);
    expect((await call(client)).response.status).toBe(412);
  });

  test.each([
    ['there were further changes', json({ ...stored, version: 5 })],
    ['the task cannot be read', problem(404, 'task-not-found')],
  ])('returns the error of the lost response if %s', async (_, last) => {
    const gateway = new Response('<html>', { status: 504 });
    const { client } = scripted([gateway, problem(412, 'precondition-failed'), last.clone()]);
    expect((await replaceVersion(client)).response.status).toBe(504);
    const broken = scripted([lost, problem(412, 'precondition-failed'), last.clone()]);
    await expect(replaceVersion(broken.client)).rejects.toThrow(TaskConnectionError);
  });
});

test('sends a new idempotency key with each create', async () => {
  const { client, requests } = scripted([json({}), json({}), json({})]);
  await create(client);
  await create(client);
  await client.POST('/tasks', {
    params: { header: { 'Idempotency-Key': '"draft-17"' } },
    body: { title: 'Water the plants' },
  });
  const keys = requests.map((request) => request.headers.get('Idempotency-Key'));
  expect(new Set(keys).size).toBe(3);
  expect(keys[2]).toBe('"draft-17"');
});

test('creates unique keys where there is no crypto global', async () => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
  try {
    const { client, requests } = scripted([json({}), json({})]);
    await create(client);
    await create(client);
    const keys = requests.map((request) => request.headers.get('Idempotency-Key'));
    expect(keys[0]).toMatch(/^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/);
    expect(keys[1]).not.toBe(keys[0]);
  } finally {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
  }
});

describe('retry options', () => {
  const busy = (): Response => new Response('', { status: 503, headers: { 'Retry-After': '5' } });

  test('apply to each call of the client', async () => {
    const { client, requests } = scripted([busy(), busy()], { retry: { maxAttempts: 2 } });
    expect((await read(client)).response.status).toBe(503);
    expect(requests).toHaveLength(2);
  });

  test('are replaced for one call by `retry`', async () => {
    const { client, requests } = scripted([busy()]);
    const { response } = await client.GET('/summary', { middleware: [retry({ maxAttempts: 1 })] });
    expect(response.status).toBe(503);
    expect(requests).toHaveLength(1);
  });

  test('prevent a retry that would exceed the time limit of the call', async () => {
    const { client, delays } = scripted([busy()], { retry: { timeoutSeconds: 4 } });
    expect((await read(client)).response.status).toBe(503);
    expect(delays).toEqual([]);
  });
});

describe('time limits', () => {
  /** A response that never arrives. Rejects when the signal of the request is aborted. */
  const hanging = (request: Request): Promise<Response> =>
    new Promise((_, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
    });

  test('cancel an attempt, and the next one succeeds', async () => {
    let requests = 0;
    const { client } = scripted([], {
      fetch: async (request) => (++requests === 1 ? hanging(request) : json({ total: 3 })),
      retry: { attemptTimeoutSeconds: 0.01 },
    });
    expect((await read(client)).data).toEqual({ total: 3 });
  });

  test('include the body of the response', async () => {
    const { client } = scripted([], {
      fetch: async ({ signal }) => {
        const start = (controller: ReadableStreamDefaultController): void =>
          signal.addEventListener('abort', () => controller.error(signal.reason));
        return new Response(new ReadableStream({ start }));
      },
      retry: { attemptTimeoutSeconds: 0.01, maxAttempts: 1 },
    });
    await expect(read(client)).rejects.toMatchObject({ name: 'TaskConnectionError', reason: 'timeout' });
  });

  test.each([{ attemptTimeoutSeconds: 0.01, maxAttempts: 2 }, { timeoutSeconds: 0.01 }])(
    'end a call: %j',
    async (options) => {
      const { client } = scripted([], { fetch: hanging, retry: options });
      await expect(read(client)).rejects.toMatchObject({ name: 'TaskConnectionError', reason: 'timeout' });
    },
  );

  test('can be disabled with Infinity', async () => {
    const { client } = scripted([], {
      // Responds after 20 ms. Node would fire a timer of Infinity after 1 ms.
      fetch: async ({ signal }) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          setTimeout(() => resolve(json({ total: 3 })), 20);
        }),
      retry: { attemptTimeoutSeconds: Infinity, timeoutSeconds: Infinity, maxAttempts: 1 },
    });
    expect((await read(client)).data).toEqual({ total: 3 });
  });

  test.each(['a request', 'a token', 'a refresh'])(
    "do not delay an abort by the caller's signal while %s is pending",
    async (what) => {
      const stop = new AbortController();
      const pending = (): Promise<never> => {
        setImmediate(() => stop.abort(new Error('The page was left.')));
        return new Promise(() => undefined);
      };
      const { client } = scripted([new Response('', { status: 401 })], {
        ...(what === 'a token' && { token: pending }),
        ...(what === 'a refresh' && { onUnauthorized: pending }),
        ...(what === 'a request' && {
          fetch: (request: Request) => {
            void pending();
            return hanging(request);
          },
        }),
      });
      await expect(client.GET('/summary', { signal: stop.signal })).rejects.toThrow('The page was left.');
    },
  );
});

describe('a connection error', () => {
  const errorOf = async (): Promise<unknown> =>
    read(scripted([lost], { retry: { maxAttempts: 1 } }).client).catch((error: unknown) => error);

  test("has fetch's error as its cause, and is a TypeError", async () => {
    const error = await errorOf();
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ reason: 'network', message: 'fetch failed', cause: lost });
  });

  test('has the reason `offline` when the browser is offline', async () => {
    const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', { value: { onLine: false }, configurable: true });
    try {
      expect(await errorOf()).toMatchObject({ reason: 'offline' });
    } finally {
      if (navigator) Object.defineProperty(globalThis, 'navigator', navigator);
      else Reflect.deleteProperty(globalThis, 'navigator');
    }
  });
});

describe('onAttempt', () => {
  test('receives each attempt with its outcome and the delay before the next', async () => {
    const attempts: Attempt[] = [];
    const last = json({}, { headers: { 'X-Request-Id': 'r-2' } });
    const { client } = scripted(
      [lost, problem(503, 'service-unavailable', {}, { 'Retry-After': '5', 'X-Request-Id': 'r-1' }), last],
      { onAttempt: (attempt) => attempts.push(attempt) },
    );
    await read(client);
    const request = { method: 'GET', url: 'http://tasks.test/summary', durationSeconds: expect.any(Number) };
    expect(attempts).toEqual([
      { ...request, attempt: 1, error: expect.any(TaskConnectionError), delaySeconds: expect.any(Number) },
      { ...request, attempt: 2, status: 503, requestId: 'r-1', delaySeconds: 5 },
      { ...request, attempt: 3, status: 200, requestId: 'r-2' },
    ]);
  });
});
