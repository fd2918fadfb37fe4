import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { bodyOf, named, newPath, operations, taskOperations } from '../http/operations.ts';
import { exchange } from '../support/raw-connection.ts';
import type { TestResponse } from '../support/client.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

/** The log line of a request, which the service writes once it has sent the response. */
async function lineOf({ headers }: Pick<TestResponse, 'headers'>): Promise<Record<string, unknown>> {
  const find = () =>
    server.logged.find((line) => line['requestId'] === headers.get('X-Request-Id') && 'durationMs' in line);
  await eventually(() => find() !== undefined);
  return find()!;
}

describe('the log line of a request', () => {
  test.each(named(operations))('describes the request and the response of %s', async (id, operation) => {
    const path = await newPath(send, operation);
    const response = await send(operation.method, path, bodyOf(operation));
    expect(await lineOf(response)).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: 'info',
      message: 'request',
      requestId: response.headers.get('X-Request-Id'),
      operationId: id,
      method: operation.method,
      path,
      status: response.status,
      durationMs: expect.any(Number),
      costMs: expect.any(Number),
      bytes: expect.any(Number),
      ...(taskOperations.includes(operation) ? { sub: 'alice' } : {}),
    });
  });

  test('omits the operation of an unmatched path, and the subject of an anonymous request', async () => {
    const lost = await lineOf(await send('GET', '/nothing', { as: null }));
    expect(lost).toMatchObject({ path: '/nothing', status: 404 });
    expect(Object.keys(lost)).toEqual(expect.not.arrayContaining(['operationId', 'sub', 'trace_id']));
    const anonymous = await lineOf(await send('GET', '/tasks', { as: null }));
    expect([anonymous['operationId'], anonymous['sub']]).toEqual(['listTasks', undefined]);
  });

  test('contains the trace id of a well-formed traceparent', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${trace}-00f067aa0ba902b7-01`;
    const lines = [];
    for (const given of [
      traceparent,
      `01-${trace}-00f067aa0ba902b7-01-what-may-come`,
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `00-${trace}-${'0'.repeat(16)}-01`,
      traceparent.toUpperCase(),
      `ff-${trace}-00f067aa0ba902b7-01`,
      `${traceparent}x`,
      'nonsense',
    ]) {
      lines.push(await lineOf(await send('GET', '/health', { as: null, headers: { traceparent: given } })));
    }
    expect(lines.map((line) => line['trace_id'])).toEqual([trace, trace, ...Array<undefined>(6)]);
  });
});

describe('the request id', () => {
  test.each(['a', 'A-z_0.9', '019cadd4-c1a0-7f00-8a11-22f0c3d4e5f6', 'x'.repeat(64)])(
    'is taken from a well-formed X-Request-Id: %s',
    async (id) => {
      const response = await send('GET', '/health', { as: null, headers: { 'X-Request-Id': id } });
      expect(response.headers.get('X-Request-Id')).toBe(id);
      expect(await lineOf(response)).toMatchObject({ requestId: id });
    },
  );

  test.each(['', ' ', 'a b', 'x'.repeat(65), 'a"b', '{"level":"error"}', 'ü', '<script>', 'a,b'])(
    'is generated when X-Request-Id is malformed: "%s"',
    async (id) => {
      const { headers } = await send('GET', '/health', { as: null, headers: { 'X-Request-Id': id } });
      expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f-]{17}$/);
    },
  );

  test('is generated when the client sends two X-Request-Id headers', async () => {
    const [response] = await exchange(
      server.url,
      'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: a\r\nX-Request-Id: b\r\n\r\n',
    );
    expect(response?.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the log', () => {
  test('never contains a token, the text of a task, a query string or a header value', async () => {
    const secret = (name: string) => `do-not-log-${name}`;
    const token = await server.token('alice');
    const body = { title: secret('title'), description: secret('description'), tags: [secret('tag')] };
    const headers = {
      'X-Other': secret('header'),
      Cookie: secret('cookie'),
      'Idempotency-Key': `"${secret('key')}"`,
      'User-Agent': secret('agent'),
      traceparent: secret('trace'),
      Referer: `https://example.com/${secret('referer')}`,
    };
    const { task } = await createTask(send, body, { headers });
    const query = secret('query');
    const responses = [
      await send('GET', `/tasks?q=${query}&tag=${secret('tag')}`, { headers }),
      await send('GET', `/tasks?${query}=1`, { headers }),
      await send('GET', `/tasks?q=%ff${query}`, { headers }),
      await send('GET', `/nothing?q=${query}`, { headers }),
      await send('PATCH', `/tasks/${task.id}`, { body: { ...body, status: secret('status') } }),
      await send('PUT', `/tasks/${task.id}`, {
        raw: `{"title":"${secret('json')}`,
        headers: { 'Content-Type': 'application/json' },
      }),
      await send('GET', '/tasks', { as: null, headers: { Authorization: `Bearer ${token}x` } }),
      await send('GET', '/tasks', { as: null, headers: { Authorization: `Basic ${secret('password')}` } }),
      await send('GET', '/metrics', { as: null, headers: { Authorization: `Bearer ${secret('metrics')}` } }),
    ];
    expect(responses.map(({ status }) => status)).toEqual([200, 422, 400, 404, 422, 400, 401, 401, 200]);
    await exchange(server.url, `${secret('garbage')}\r\n\r\n`);
    for (const response of responses) await lineOf(response);

    const text = JSON.stringify(server.logged);
    expect(text).toContain(`/tasks/${task.id}`);
    expect(text).not.toContain('do-not-log');
    for (const part of token.split('.')) expect(text).not.toContain(part);
  });

  test('escapes quotes, backslashes and line separators, so that each event stays on one line', async () => {
    const response = await send('GET', '/tasks', { as: 'alice "quoted"\u2028\\n' });
    expect(await lineOf(response)).toMatchObject({ sub: 'alice "quoted"\u2028\\n' });
    const encoded = await send('GET', '/no%0Athing%22', { as: null });
    expect(await lineOf(encoded)).toMatchObject({ path: '/no%0Athing%22' });
  });
});
