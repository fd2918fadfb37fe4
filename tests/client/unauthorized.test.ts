// Tests how the client refreshes a rejected token.
import { describe, expect, jest, test } from '@jest/globals';
import { createTaskClient, type TaskClientOptions } from '../../client/src/index.ts';
import { json, problem } from './scripted-fetch.ts';

/** Creates a client for a service that accepts only one token. */
function clientWith(options: Partial<TaskClientOptions>) {
  const authorizations: (string | null)[] = [];
  const client = createTaskClient({
    baseUrl: 'http://tasks.test',
    token: 'old',
    fetch: async ({ headers }) => {
      authorizations.push(headers.get('Authorization'));
      return headers.get('Authorization') === 'Bearer new'
        ? json({ total: 3 })
        : problem(401, 'unauthorized');
    },
    ...options,
  });
  return { client, authorizations };
}

/** A session whose token is replaced by a refresh. */
function session() {
  let token = 'old';
  const onUnauthorized = jest.fn(async () => void (token = 'new'));
  return { token: () => token, onUnauthorized, replace: (next: string) => void (token = next) };
}

describe('onUnauthorized', () => {
  test('is called once for concurrent calls, which are then repeated', async () => {
    const { token, onUnauthorized } = session();
    const { client } = clientWith({ token, onUnauthorized });
    const results = await Promise.all(Array.from({ length: 20 }, () => client.GET('/summary')));
    expect(results.map(({ data }) => data?.total)).toEqual(Array.from({ length: 20 }, () => 3));
    expect(onUnauthorized).toHaveBeenCalledTimes(1);
  });

  test('repeats a change with its body', async () => {
    const { token, onUnauthorized } = session();
    const bodies: string[] = [];
    const { client } = clientWith({
      ...{ token, onUnauthorized },
      fetch: async (request) => {
        bodies.push(await request.text());
        return bodies.length === 1 ? problem(401, 'unauthorized') : json({});
      },
    });
    const path = { taskId: '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90' };
    await client.PATCH('/tasks/{taskId}', { params: { path }, body: { status: 'completed' } });
    expect(bodies).toEqual(['{"status":"completed"}', '{"status":"completed"}']);
  });

  test('delays calls that start during the refresh', async () => {
    let token = 'old';
    const refresh = Promise.withResolvers<undefined>();
    const started = Promise.withResolvers<undefined>();
    const { client, authorizations } = clientWith({
      token: () => token,
      onUnauthorized: async () => {
        started.resolve(undefined);
        await refresh.promise;
        token = 'new';
      },
    });
    const first = client.GET('/summary');
    await started.promise;
    const second = client.GET('/summary');
    refresh.resolve(undefined);
    await Promise.all([first, second]);
    expect(authorizations).toEqual(['Bearer old', 'Bearer new', 'Bearer new']);
  });

  test('is not called when the token was replaced in the meantime', async () => {
    const { token, onUnauthorized, replace } = session();
    const { client } = clientWith({
      ...{ token, onUnauthorized },
      fetch: async ({ headers }) => {
        replace('new');
        return headers.get('Authorization') === 'Bearer new'
          ? json({ total: 3 })
          : problem(401, 'unauthorized');
      },
    });
    expect((await client.GET('/summary')).data).toEqual({ total: 3 });
    expect(onUnauthorized).not.toHaveBeenCalled();
  });

  test('is called again for a later rejection', async () => {
    const { token, onUnauthorized, replace } = session();
    const { client } = clientWith({ token, onUnauthorized });
    await client.GET('/summary');
    replace('old');
    expect((await client.GET('/summary')).response.status).toBe(200);
    expect(onUnauthorized).toHaveBeenCalledTimes(2);
  });

  test('returns the 401 when the refreshed token is rejected too', async () => {
    const onUnauthorized = jest.fn(() => undefined);
    const { client, authorizations } = clientWith({ onUnauthorized });
    expect((await client.GET('/summary')).response.status).toBe(401);
    expect(onUnauthorized).toHaveBeenCalledTimes(1);
    expect(authorizations).toHaveLength(2);
  });

  test('makes all waiting calls throw its error', async () => {
    const onUnauthorized = jest.fn(async () => Promise.reject(new Error('The session ended.')));
    const { client } = clientWith({ onUnauthorized });
    const calls = [client.GET('/summary'), client.GET('/summary')];
    for (const call of await Promise.allSettled(calls))
      expect(call).toMatchObject({ status: 'rejected', reason: new Error('The session ended.') });
    expect(onUnauthorized).toHaveBeenCalledTimes(1);
  });

  test('is not called for a call with an Authorization header', async () => {
    const { token, onUnauthorized } = session();
    const { client } = clientWith({ token, onUnauthorized });
    const { response } = await client.GET('/summary', { headers: { Authorization: 'Bearer other' } });
    expect(response.status).toBe(401);
    expect(onUnauthorized).not.toHaveBeenCalled();
  });
});

test('returns a 401 without onUnauthorized', async () => {
  const { client, authorizations } = clientWith({});
  expect((await client.GET('/summary')).response.status).toBe(401);
  expect(authorizations).toHaveLength(1);
});
