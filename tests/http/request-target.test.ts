import { describe, expect, test } from '@jest/globals';
import { contract } from '../support/contract.ts';
import { startServer } from '../support/server.ts';
import { createTask } from '../support/tasks.ts';
import { bodyOf, named, newPath, operations, pathOf } from './operations.ts';
import { problemIn } from '../support/problems.ts';
import { exchange, request } from '../support/raw-connection.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

const broken = ['%', '%z1', '%ff', '%E0%A4%A', '%C0%AF', '%ED%A0%80', '%F4%90%80%80'];

describe.each(named(operations))('%s', (_id, operation) => {
  const ask = (path: string) => send(operation.method, path, bodyOf(operation));

  test.each(broken)('rejects a query with %s', async (encoding) => {
    for (const query of [`x=${encoding}`, `${encoding}=x`]) {
      const response = await ask(`${pathOf(operation)}?${query}`);
      expect([response.status, response.body.type]).toEqual([
        400,
        'urn:problem-type:task-manager-api:malformed-request',
      ]);
    }
  });

  test('names each unknown parameter', async () => {
    const query = 'verbose=1&__proto__=1&constructor=&toString=x&status[]=pending&a.b=1&%20=1&=';
    const response = await ask(`${pathOf(operation)}?${query}`);
    expect(response.status).toBe(422);
    expect(response.body.errors.map(({ location, name, code }) => ({ location, name, code }))).toEqual(
      ['verbose', '__proto__', 'constructor', 'toString', 'status[]', 'a.b', ' ', ''].map((name) => ({
        location: 'query',
        name,
        code: 'unknownParameter',
      })),
    );
  });

  test('treats an empty query as missing', async () => {
    const { status } = await ask(`${await newPath(send, operation)}?`);
    expect(status).toBeLessThan(300);
  });
});

describe.each(named(operations.filter(({ path }) => path.includes('{'))))('%s', (_id, operation) => {
  test.each(broken)('rejects a path with %s', async (encoding) => {
    const response = await send(operation.method, pathOf(operation, encoding), bodyOf(operation));
    expect([response.status, response.body.type]).toEqual([
      400,
      'urn:problem-type:task-manager-api:malformed-request',
    ]);
  });

  test.each(['x', '%00', '%2F', '..%2f..', '%25', '*', 'null', '019cadd4c1347b2e9c415d0f6a7e8b90'])(
    'rejects the id %s',
    async (id) => {
      const response = await send(operation.method, pathOf(operation, id), bodyOf(operation));
      expect(response.status).toBe(422);
      expect(response.body.errors).toContainEqual(
        expect.objectContaining({
          location: 'path',
          name: expect.stringMatching(/^[a-z]+Id$/),
          code: 'format',
        }),
      );
    },
  );
});

describe('the query of a list', () => {
  test.each([
    'limit=1&limit=2',
    'sort=due&sort=due',
    'q=a&q=b',
    'dueBefore=x&dueBefore=y',
    'cursor=a&cursor=b',
  ])('rejects a repeated single-value parameter: %s', async (query) => {
    const response = await send('GET', `/tasks?${query}`);
    expect(response.status).toBe(422);
    expect(new Set(response.body.errors.map(({ name }) => name))).toEqual(new Set([query.split('=')[0]]));
  });

  test.each([
    'limit=',
    'status=',
    'q=',
    'cursor=',
    'limit',
    'limit=1.5',
    'limit=-1',
    'limit=five',
    'limit=NaN',
  ])('rejects an invalid value: %s', async (query) => {
    const response = await send('GET', `/tasks?${query}`);
    expect([query, response.status]).toEqual([query, 422]);
    expect(response.body.errors[0]).toMatchObject({ location: 'query', name: query.split('=')[0] });
  });

  test('decodes + and %20 to a space, and %2B to a plus', async () => {
    const as = 'spacer';
    await createTask(send, { title: 'Blue paint' }, { as });
    for (const q of ['blue+paint', 'blue%20paint', '%62lue%2Bpaint']) {
      expect((await send('GET', `/tasks?q=${q}`, { as })).body.items).toHaveLength(1);
    }
    const timestamp = '2026-03-06T17:00:00+01:00';
    expect((await send('GET', `/tasks?dueBefore=${encodeURIComponent(timestamp)}`, { as })).status).toBe(200);
    const spaced = await send('GET', `/tasks?dueBefore=${timestamp}`, { as });
    expect(spaced.body.errors[0]).toMatchObject({ name: 'dueBefore', code: 'pattern' });
  });

  test.each([
    ':',
    '/',
    '?',
    '@',
    '!',
    '$',
    "'",
    '(',
    ')',
    '*',
    ',',
    ';',
    '[',
    ']',
    '|',
    '{',
    '"',
    '<',
    '%26',
    '%23',
  ])('accepts an unencoded %s in a value', async (character) => {
    const { status } = await request(server.url, `GET /tasks?q=a${character}b`, [
      `Authorization: Bearer ${await server.token()}`,
    ]);
    expect(status).toBe(200);
  });

  test('reports every invalid parameter', async () => {
    const response = await send('GET', '/tasks?status=pending&status=x&priority=y&limit=0&sort=z');
    expect(response.status).toBe(422);
    expect(new Set(response.body.errors.map(({ name }) => name))).toEqual(
      new Set(['status', 'priority', 'limit', 'sort']),
    );
  });
});

test('accepts an HTTP/1.0 request without a Host header', async () => {
  const [response] = await exchange(server.url, 'GET /health HTTP/1.0\r\n\r\n');
  expect(response?.status).toBe(200);
});

describe('a request that violates RFC 9112', () => {
  test.each([
    ['has no Host header', '/health', 'HTTP/1.1', []],
    ['has two Host headers', '/health', 'HTTP/1.1', ['Host: a', 'Host: b']],
    ['uses HTTP/2', '/health', 'HTTP/2.0', ['Host: a']],
    ['uses HTTP/0.9', '/health', 'HTTP/0.9', []],
  ])('is rejected when it %s', async (_what, target, version, fields) => {
    const head = [`GET ${target} ${version}`, 'Connection: close', ...fields];
    const [response] = await exchange(server.url, `${head.join('\r\n')}\r\n\r\n`);
    expect(response?.status).toBe(400);
    problemIn(response!, 'malformed-request');
  });

  test('is rejected when its target has a fragment, which is not logged', async () => {
    // The traffic record cannot identify the operation of such a target. The traffic of a server with its own contract is not
    // recorded.
    const other = await startServer({}, contract);
    for (const target of ['/health#top', '/health?#top', '/health?verbose=1#top']) {
      problemIn(await request(other.url, `GET ${target}`), 'malformed-request');
    }
    await other.close();
    const paths = other.logged.filter(({ message }) => message === 'request').map(({ path }) => path);
    expect(paths).toEqual(['/health', '/health', '/health']);
  });
});
