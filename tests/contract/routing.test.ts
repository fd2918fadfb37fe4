import { describe, expect, test } from '@jest/globals';
import { contract } from '../support/contract.ts';
import { named, newPath, noTask, operations } from '../http/operations.ts';
import { problemIn } from '../support/problems.ts';
import { exchange, request } from '../support/raw-connection.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

const anyMethod = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY', 'PROPFIND', 'LINK', 'M-SEARCH'];
const paths = contract.routes.routes.map(({ template, operations: here }) => ({
  path: template.replace(/\{\w+\}/, noTask),
  own: [...here.keys()],
}));

function methodsIn(allow: string | null): Set<string> {
  return new Set(allow?.split(', '));
}

describe('an unknown path', () => {
  test.each([
    '/',
    '/nothing',
    '/tasks/',
    '/Tasks',
    '/HEALTH',
    '/health/',
    '/health/live/',
    '//health',
    '/health/../tasks',
    '/./health',
    '/tasks%2F',
    '/%74asks',
    '/tasks;a=b',
    '/tasks/a/b',
    '/tasks//',
    '/tasks.json',
    '/openapi.yml',
    '/openapiXyaml',
    '/__proto__',
    '/constructor',
    '/docs/nothing',
    '/docs/../package.json',
    '/docs/assets/..%2f..%2fpackage.json',
  ])('returns 404: %s', async (path) => {
    const response = await request(server.url, `GET ${path}`);
    expect(response.status).toBe(404);
    problemIn(response, 'route-not-found');
  });

  test('returns 404 for every method, and does not read the body', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY']) {
      problemIn(await request(server.url, `${method} /nothing`, ['Content-Length: 0']), 'route-not-found');
    }
    const head = await send('HEAD', '/nothing', { as: null });
    expect([head.status, head.text]).toEqual([404, '']);
  });
});

describe.each(paths)('$path', ({ path, own }) => {
  const allowed = new Set([...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS']);

  test('returns 405 with Allow for other methods', async () => {
    for (const method of anyMethod.filter((one) => !own.includes(one))) {
      const response = await request(server.url, `${method} ${path}`);
      expect([method, response.status]).toEqual([method, 405]);
      problemIn(response, 'method-not-allowed');
      expect(methodsIn(response.headers.get('Allow'))).toEqual(allowed);
    }
  });

  test('responds to OPTIONS with 204 and Allow', async () => {
    const response = await send('OPTIONS', path, { as: null });
    expect(response.status).toBe(204);
    expect(methodsIn(response.headers.get('Allow'))).toEqual(allowed);
    const patches = own.includes('PATCH') ? 'application/merge-patch+json, application/json' : null;
    expect(response.headers.get('Accept-Patch')).toBe(patches);
  });
});

test('responds to OPTIONS * with all methods', async () => {
  const response = await request(server.url, 'OPTIONS *');
  expect(response.status).toBe(204);
  const all = new Set(operations.map(({ method }) => method));
  expect(methodsIn(response.headers.get('Allow'))).toEqual(new Set([...all, 'HEAD', 'OPTIONS']));
  expect((await request(server.url, 'GET *')).status).toBe(404);
});

describe('HEAD', () => {
  const reads = operations.filter(({ method }) => method === 'GET');

  test.each(named(reads))('responds like the GET of %s, without the body', async (_id, operation) => {
    const path = await newPath(send, operation);
    const [get, head] = [await send('GET', path), await send('HEAD', path)];
    expect([get.status, head.status, head.text]).toEqual([200, 200, '']);
    // These headers differ between requests.
    const own = ['connection', 'content-length', 'date', 'keep-alive', 'ratelimit', 'x-request-id'];
    const fields = (headers: Headers) => [...headers].filter(([name]) => !own.includes(name));
    expect(fields(head.headers)).toEqual(fields(get.headers));
  });

  test('returns errors without a body', async () => {
    for (const [path, as, status] of [
      [`/tasks/${noTask}`, 'alice', 404],
      ['/tasks/x', 'alice', 422],
      ['/tasks', null, 401],
    ] as const) {
      const response = await send('HEAD', path, { as });
      expect([response.status, response.text]).toEqual([status, '']);
    }
  });
});

describe('a request target in absolute form', () => {
  test.each([
    ['http://tasks.example/health', 200],
    ['HTTPS://tasks.example:8443/health', 200],
    ['http://tasks.example/nothing', 404],
    ['http://tasks.example', 404],
    ['http://tasks.example?verbose=1', 404],
    ['http://tasks.example/health?verbose=1', 422],
    // The service does not check the scheme.
    ['ftp://tasks.example/health', 200],
  ])('is routed by its path: %s', async (target, status) => {
    const [response] = await exchange(
      server.url,
      `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(response?.status).toBe(status);
  });
});
