import { afterEach, describe, expect, test } from '@jest/globals';
import { bodyOf, noTask, operations, pathOf, taskOperations } from '../http/operations.ts';
import { client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import type { TestResponse, Send } from '../support/client.ts';
import { engineName } from '../support/engine.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { createTask } from '../support/tasks.ts';

let server: TestServer;

/** Starts a service with these limits, and returns its client. */
async function limited(environment: Readonly<Record<string, string>>): Promise<Send> {
  server = await startServer(environment);
  return client(server);
}

afterEach(() => server.close());

/** The remaining requests, from the RateLimit header. */
const remaining = ({ headers }: TestResponse): number =>
  Number(/;r=(\d+);/.exec(headers.get('RateLimit') ?? '')?.[1]);

describe('the request limit', () => {
  test('counts every request to a task operation, and appears in every response', async () => {
    const send = await limited({ RATE_LIMIT_REQUESTS: '50', RATE_LIMIT_WINDOW_SECONDS: '3600' });
    const { task, response } = await createTask(send);
    const responses = [
      response,
      await send('GET', `/tasks/${task.id}`),
      await send('HEAD', `/tasks/${task.id}`),
      await send('GET', `/tasks/${task.id}`, { headers: { 'If-None-Match': '"1"' } }),
      await send('GET', '/tasks?q=%ff'),
      await send('GET', '/tasks', { scope: '' }),
      await send('GET', `/tasks/${noTask}`),
      await send('GET', '/tasks', { headers: { Accept: 'image/png' } }),
      await send('PUT', `/tasks/${task.id}`, { body: { title: 'a' }, headers: { 'If-Match': '"9"' } }),
      await send('POST', '/tasks', { body: { title: 'x'.repeat(100_000) } }),
      await send('POST', '/tasks', { raw: 'a', headers: { 'Content-Type': 'text/plain' } }),
      await send('GET', '/tasks?verbose=1'),
      await send('GET', '/summary'),
      await send('DELETE', `/tasks/${task.id}`),
    ];
    expect(responses.map(({ status }) => status)).toEqual([
      201, 200, 200, 304, 400, 403, 404, 406, 412, 413, 415, 422, 200, 204,
    ]);
    for (const { headers } of responses) {
      expect(headers.get('RateLimit-Policy')).toBe(
        '"requests";q=50;w=3600, "time";q=1000000000;w=3600;qu="milliseconds", ' +
          '"bytes";q=1000000000000;w=3600;qu="content-bytes"',
      );
      expect(headers.get('RateLimit')).toMatch(
        /^"requests";r=\d+;t=\d+, "time";r=\d+;t=[01], "bytes";r=\d+;t=[01]$/,
      );
    }
    expect(responses.map(remaining)).toEqual(responses.map((_answer, index) => 49 - index));
  });

  test('counts each operation of a valid batch as a request', async () => {
    const send = await limited({ RATE_LIMIT_REQUESTS: '50', RATE_LIMIT_WINDOW_SECONDS: '3600' });
    const batch = (operations: readonly object[]) => send('POST', '/tasks/batch', { body: { operations } });
    const create = { type: 'create', task: { title: 'x' } };
    expect(remaining(await batch(Array.from({ length: 10 }, () => create)))).toBe(49);
    expect(remaining(await send('GET', '/summary'))).toBe(39);
    expect((await batch([create, { type: 'create' }])).status).toBe(422);
    expect(remaining(await send('GET', '/summary'))).toBe(37);
    // A batch that begins within the quota is applied, and the next request is refused.
    expect((await batch(Array.from({ length: 60 }, () => create))).status).toBe(200);
    expect((await send('GET', '/summary')).status).toBe(429);
  });

  test('returns 429 to every operation of a subject that exceeds it, and to no other subject', async () => {
    const send = await limited({ RATE_LIMIT_REQUESTS: '3', RATE_LIMIT_WINDOW_SECONDS: '3600' });
    for (let n = 0; n < 3; n += 1) expect((await send('GET', '/summary', { as: 'ann' })).status).toBe(200);
    for (const operation of taskOperations) {
      const response = await send(operation.method, pathOf(operation), { as: 'ann', ...bodyOf(operation) });
      expect([operation.id, response.status, remaining(response)]).toEqual([operation.id, 429, 0]);
      expect(response.body.type).toBe('urn:problem-type:task-manager-api:too-many-requests');
      // The wait is about a third of the window. By then, the quota of the first request has been restored.
      const wait = Number(response.headers.get('Retry-After'));
      expect(wait).toBeGreaterThan(1150);
      expect(wait).toBeLessThanOrEqual(1200);
      expect(response.body.policy).toBe('requests');
      expect(response.body.detail).toBe(`The quota of requests is used up. Try again in ${wait} seconds.`);
    }
    const other = await send('GET', '/summary', { as: 'ben' });
    expect([other.status, remaining(other)]).toEqual([200, 2]);
  });

  test("admits another request once one request's share of the window has passed", async () => {
    const send = await limited({ RATE_LIMIT_REQUESTS: '1', RATE_LIMIT_WINDOW_SECONDS: '1' });
    const statuses = new Set<number>();
    const deadline = performance.now() + 5000;
    expect((await send('GET', '/summary')).status).toBe(200);
    let response = await send('GET', '/summary');
    while (response.status === 429 && performance.now() < deadline) {
      statuses.add(response.status);
      response = await send('GET', '/summary');
    }
    expect([response.status, ...statuses]).toEqual([200, 429]);
  });

  test('accepts subjects that are names of object properties', async () => {
    const send = await limited({ RATE_LIMIT_REQUESTS: '2' });
    for (const as of ['__proto__', 'constructor', 'toString', 'requests:ann']) {
      expect(remaining(await send('GET', '/summary', { as }))).toBe(1);
    }
  });
});

describe('the limit of failed authentications', () => {
  const wrong = { as: null, headers: { Authorization: 'Bearer nonsense' } };

  test('counts by address, returns 429 when it is exceeded, and admits valid tokens', async () => {
    const send = await limited({ RATE_LIMIT_FAILED_AUTH: '2', RATE_LIMIT_WINDOW_SECONDS: '3600' });
    const first = await send('GET', '/tasks', wrong);
    expect(first.headers.get('RateLimit-Policy')).toBe('"failed-auth";q=2;w=3600');
    const second = await send('POST', '/tasks', { as: null });
    const third = await send('GET', '/summary', wrong);
    expect([first, second, third].map(({ status }) => status)).toEqual([401, 401, 429]);
    expect([first, second, third].map(remaining)).toEqual([1, 0, 0]);
    expect(third.body.policy).toBe('failed-auth');
    expect(Number(third.headers.get('Retry-After'))).toBeGreaterThan(1750);
    expect((await send('GET', '/tasks')).status).toBe(200);
  });

  test('uses X-Forwarded-For only from a trusted proxy', async () => {
    const from = (address: string) => ({ as: null, headers: { 'X-Forwarded-For': address } });
    let send = await limited({ RATE_LIMIT_FAILED_AUTH: '1' });
    const spoofed = [
      await send('GET', '/tasks', from('192.0.2.1')),
      await send('GET', '/tasks', from('192.0.2.2')),
    ];
    expect(spoofed.map(({ status }) => status)).toEqual([401, 429]);
    await server.close();

    send = await limited({ RATE_LIMIT_FAILED_AUTH: '1', TRUST_PROXY: '1' });
    const proxied = [
      await send('GET', '/tasks', from('192.0.2.1')),
      await send('GET', '/tasks', from('192.0.2.2')),
      await send('GET', '/tasks', from('192.0.2.9, 192.0.2.1')),
    ];
    expect(proxied.map(({ status }) => status)).toEqual([401, 401, 429]);
  });
});

describe('behind a trusted proxy, failed authentications', () => {
  test.each([
    ['from one IPv6 network count together', '2001:db8:0:4200::1', '2001:DB8:0:42ff:ffff::2', 429],
    ['from one IPv4 address count together, mapped to IPv6 or not', '192.0.2.1', '::ffff:192.0.2.1', 429],
    ['with invalid addresses count for the proxy', 'unknown', '_hidden', 429],
    ['from one IPv4 address with two ports count together', '192.0.2.1:4711', '192.0.2.1:4712', 429],
    [
      'from one IPv6 address in brackets, with a port or without, count together',
      '[2001:db8::1]:4711',
      '[2001:db8::1]',
      429,
    ],
    ['from two IPv4 addresses with the same port count separately', '192.0.2.1:4711', '192.0.2.2:4711', 401],
    ['from two IPv6 networks count separately', '2001:db8:0:4200::1', '2001:db8:0:4300::1', 401],
    ['from two IPv4 addresses count separately', '192.0.2.1', '192.0.2.2', 401],
  ])('%s', async (_name, one, other, status) => {
    const send = await limited({ RATE_LIMIT_FAILED_AUTH: '1', TRUST_PROXY: '1' });
    const from = (address: string) => ({ as: null, headers: { 'X-Forwarded-For': address } });
    expect((await send('GET', '/tasks', from(one))).status).toBe(401);
    expect((await send('GET', '/tasks', from(other))).status).toBe(status);
    expect((await send('GET', '/tasks', from(one))).status).toBe(429);
  });
});

describe('behind a trusted proxy that sends Forwarded, failed authentications', () => {
  test.each([
    ['from one address count together', 'for=192.0.2.1', 'for=192.0.2.1;proto=https;by=10.0.0.1', 429],
    [
      'from one IPv6 address, with a port or without, count together',
      'for="[2001:db8::1]:4711"',
      'For="[2001:db8::1]"',
      429,
    ],
    ['count by the last element', 'for=198.51.100.7, for=192.0.2.1', 'for=198.51.100.8,for=192.0.2.1', 429],
    ['count by the last element behind a comma in quotes', 'for="a,b", for=192.0.2.1', 'for=192.0.2.1', 429],
    ['with obfuscated identifiers count for the proxy', 'for=_hidden', 'for=unknown', 429],
    ['with a malformed header count for the proxy', 'for="192.0.2.1', 'for=192.0.2.2;;=', 429],
    ['from two addresses count separately', 'for=192.0.2.1', 'for=192.0.2.2', 401],
  ])('%s', async (_name, one, other, status) => {
    const send = await limited({
      RATE_LIMIT_FAILED_AUTH: '1',
      TRUST_PROXY: '1',
      TRUST_PROXY_HEADER: 'Forwarded',
    });
    const from = (value: string, address: string) => ({
      as: null,
      headers: { Forwarded: value, 'X-Forwarded-For': address },
    });
    expect((await send('GET', '/tasks', from(one, '203.0.113.1'))).status).toBe(401);
    expect((await send('GET', '/tasks', from(other, '203.0.113.2'))).status).toBe(status);
  });
});

describe('the limit of requests in flight', () => {
  test('returns 429 with its own policy, and admits other subjects', async () => {
    const send = await limited({ RATE_LIMIT_IN_FLIGHT: '2' });
    const unlock = await server.database.lock();
    // Polling for the state would itself count as a request.
    const arrived: { user?: unknown }[] = [];
    server.service.server.on('request', (request: { user?: unknown }) => arrived.push(request));
    const running = ['first', 'second'].map((title) =>
      send('POST', '/tasks', { body: { title }, as: 'ann' }),
    );
    await eventually(() => arrived.length === 2 && arrived.every(({ user }) => user !== undefined));
    const refused = await send('GET', '/summary', { as: 'ann' });
    expect(refused.body.detail).toBe('At most 2 requests may be in progress at once. Try again in 1 second.');
    expect(refused.headers.get('RateLimit-Policy')).toBe('"in-flight";q=2;qu="concurrent-requests"');
    expect(refused.headers.get('RateLimit')).toBe('"in-flight";r=0;t=1');
    expect(refused.headers.get('Retry-After')).toBe('1');
    expect((await send('GET', '/summary', { as: 'ben' })).status).toBe(200);
    await unlock();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([201, 201]);
    expect((await send('GET', '/summary', { as: 'ann' })).status).toBe(200);
  });

  test('counts a request whose client has disconnected until it is done', async () => {
    const send = await limited({ RATE_LIMIT_IN_FLIGHT: '1' });
    const unlock = await server.database.lock();
    const abort = new AbortController();
    const headers = { Authorization: `Bearer ${await server.token()}`, 'Content-Type': 'application/json' };
    const aborted = fetch(`${server.url}/tasks`, {
      method: 'POST',
      headers,
      body: '{"title":"a"}',
      signal: abort.signal,
    }).catch(() => undefined);
    await eventually(async () => (await send('GET', '/summary')).status === 429);
    abort.abort();
    await aborted;
    await eventually(() => server.logged.some(({ message }) => message === 'request aborted'));
    expect((await send('GET', '/summary')).status).toBe(429);
    await unlock();
    await eventually(async () => (await send('GET', '/summary')).status === 200);
  });
});

describe('the network limit', () => {
  const anonymous = { as: null };
  const healthPaths = ['/health', '/health/live', '/health/ready'];
  const publicOperations = operations.filter(({ access }) => access.kind !== 'user');
  const limitedPaths = [
    ...publicOperations.map(({ path }) => path).filter((path) => !healthPaths.includes(path)),
    ...['/docs/', '/docs/problems', '/docs/assets/any/reference.css', '/nothing'],
  ];

  test.each(limitedPaths)('counts requests to %s, and returns 429 when it is exceeded', async (path) => {
    const send = await limited({ RATE_LIMIT_NETWORK_REQUESTS: '2', RATE_LIMIT_WINDOW_SECONDS: '3600' });
    const responses = [await send('GET', path, anonymous), await send('GET', path, anonymous)];
    for (const { status, headers } of responses) {
      expect(status).toBe(path === '/nothing' ? 404 : 200);
      expect(headers.get('RateLimit-Policy')).toMatch(
        /^"network-requests";q=2;w=3600, "network-time";.+, "network-bytes";/,
      );
    }
    expect(responses.map(remaining)).toEqual([1, 0]);
    const refused = await send('GET', path, anonymous);
    expect([refused.status, refused.body.policy]).toEqual([429, 'network-requests']);
    // Users and health checks are not affected.
    expect((await send('GET', '/tasks')).status).toBe(200);
    for (const health of healthPaths) {
      const response = await send('GET', health, anonymous);
      expect([response.status, response.headers.get('RateLimit')]).toEqual([200, null]);
    }
  });

  test("counts a public operation even with a user's token", async () => {
    const send = await limited({ RATE_LIMIT_NETWORK_REQUESTS: '1' });
    expect((await send('GET', '/openapi.json')).status).toBe(200);
    expect((await send('GET', '/openapi.json')).status).toBe(429);
  });

  test('counts the networks of clients behind a trusted proxy separately', async () => {
    const send = await limited({ RATE_LIMIT_NETWORK_REQUESTS: '1', TRUST_PROXY: '1' });
    const from = (address: string) =>
      send('GET', '/openapi.json', { as: null, headers: { 'X-Forwarded-For': address } });
    expect((await from('2001:db8:0:4200::1')).status).toBe(200);
    expect((await from('2001:db8:0:4200:ffff::2')).status).toBe(429);
    expect((await from('192.0.2.1')).status).toBe(200);
  });

  test('includes the bytes of responses, even to failed authentications', async () => {
    const send = await limited({ RATE_LIMIT_SENT_MB: '1' });
    const left = (response: TestResponse): number =>
      Number(/"network-bytes";r=(\d+);/.exec(response.headers.get('RateLimit') ?? '')?.[1]);
    const before = left(await send('GET', '/nothing', anonymous));
    for (let n = 0; n < 20; n += 1) await send('GET', '/tasks', anonymous);
    expect(before - left(await send('GET', '/nothing', anonymous))).toBeGreaterThan(20 * 300);
    let response = await send('GET', '/openapi.json', anonymous);
    while (response.status === 200) response = await send('GET', '/openapi.json', anonymous);
    expect([response.status, response.body.policy]).toEqual([429, 'network-bytes']);
  });
});

describe('the time and byte budgets', () => {
  const description = 'x'.repeat(5000);

  /** The remaining quota of a policy. */
  const left = ({ headers }: TestResponse, policy: string): number =>
    Number(new RegExp(`"${policy}";r=(\\d+);`).exec(headers.get('RateLimit') ?? '')?.[1]);

  test('charge the bytes that were sent, and return 429 when they are used up', async () => {
    const send = await limited({ RATE_LIMIT_SENT_MB: '1', RATE_LIMIT_WINDOW_SECONDS: '3600' });
    for (let n = 0; n < 20; n += 1) await send('POST', '/tasks', { body: { title: 'a', description } });
    const before = await send('GET', '/tasks?limit=100');
    const after = await send('HEAD', '/tasks?limit=1');
    const used = left(before, 'bytes') - left(after, 'bytes');
    expect(used).toBeGreaterThan(100_000);
    expect(used).toBeLessThan(110_000);
    let response = after;
    for (let n = 0; n < 20 && response.status === 200; n += 1)
      response = await send('GET', '/tasks?limit=100');
    expect([response.status, response.body.policy]).toEqual([429, 'bytes']);
    expect(response.headers.get('RateLimit')).toMatch(/"bytes";r=0;t=3600$/);
    expect(response.body.detail).toMatch(/^The quota of bytes is used up\. Try again in \d+ seconds\.$/);
    expect(Number(response.headers.get('Retry-After'))).toBeLessThanOrEqual(3600);
    expect((await send('GET', '/tasks', { as: 'ben' })).status).toBe(200);
  });

  test('charge the time of reads, writes and refused bodies, and return 429 when it is used up', async () => {
    const send = await limited({ RATE_LIMIT_TIME_SECONDS: '1', RATE_LIMIT_WINDOW_SECONDS: '86400' });
    const body = { title: 'a', description: Array.from({ length: 900 }, (_, n) => `w${n}`).join(' ') };
    const invalid = { title: 'a', tags: Array.from({ length: 5000 }, () => 'NO') };
    const kinds = [
      () => send('POST', '/tasks', { body }),
      () => send('POST', '/tasks', { body: invalid }),
      () => send('GET', '/tasks?limit=100&q=w1'),
    ];
    for (const ask of kinds) {
      const before = left(await send('GET', '/summary'), 'time');
      let response = await ask();
      const deadline = performance.now() + 10_000;
      while (left(response, 'time') > before - 5 && performance.now() < deadline) response = await ask();
      expect(left(response, 'time')).toBeLessThanOrEqual(before - 5);
    }
    let response = await send('GET', '/summary');
    while (response.status !== 429) response = await send('POST', '/tasks', { body });
    expect(response.body.policy).toBe('time');
  });

  test('do not charge the wait for another write, or for the rest of a body', async () => {
    const send = await limited({});
    const unlock = await server.database.lock();
    const writing = send('POST', '/tasks', { body: { title: 'a' } });
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode('{"title":'));
        // The write waits for up to a second for the lock.
        await writing;
        controller.enqueue(new TextEncoder().encode('"b"}'));
        controller.close();
      },
    });
    const started = performance.now();
    const upload = fetch(`${server.url}/tasks`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await server.token()}`, 'Content-Type': 'application/json' },
      body,
      duplex: 'half',
    });
    expect((await writing).status).toBe(503);
    await unlock();
    expect((await upload).status).toBe(201);
    expect(performance.now() - started).toBeGreaterThan(500);
    const waited = () => server.logged.filter(({ path, method }) => path === '/tasks' && method === 'POST');
    await eventually(() => waited().length === 2);
    // On PostgreSQL, the time of a statement that waits for a lock is charged.
    const measured = waited().filter(({ status }) => engineName === 'sqlite' || status === 201);
    for (const { costMs, durationMs } of measured)
      expect(Number(costMs)).toBeLessThan(Number(durationMs) / 2);
  });

  test('log the time and bytes of each request', async () => {
    const send = await limited({});
    const response = await send('GET', '/tasks');
    const line = () =>
      server.logged.find(({ requestId }) => requestId === response.headers.get('X-Request-Id'));
    await eventually(() => line() !== undefined);
    expect(line()).toMatchObject({ costMs: expect.any(Number), bytes: expect.any(Number) });
    expect(line()?.['costMs']).toBeGreaterThan(0);
    expect(line()?.['bytes']).toBeGreaterThan(500);
  });
});

describe("a subject's factor", () => {
  test('multiplies all its quotas', async () => {
    const send = await limited({
      RATE_LIMIT_REQUESTS: '10',
      RATE_LIMIT_TIME_SECONDS: '1',
      RATE_LIMIT_SENT_MB: '2',
      RATE_LIMIT_IN_FLIGHT: '1',
      RATE_LIMIT_FACTORS: 'importer=2.5, a=b=0.5',
    });
    const policyOf = async (as: string) =>
      (await send('GET', '/summary', { as })).headers.get('RateLimit-Policy');
    expect(await policyOf('importer')).toMatch(/;q=25;.+;q=2500;.+;q=5000000;/);
    expect(await policyOf('a=b')).toMatch(/;q=5;.+;q=500;.+;q=1000000;/);
    expect(await policyOf('ann')).toMatch(/;q=10;.+;q=1000;.+;q=2000000;/);
    const { body } = await send('GET', '/nothing', { as: null });
    expect(body.status).toBe(404);
  });
});

test('counts each refused request by the exhausted policy', async () => {
  const send = await limited({ RATE_LIMIT_REQUESTS: '1', RATE_LIMIT_FAILED_AUTH: '1' });
  for (let n = 0; n < 3; n += 1) await send('GET', '/summary');
  for (let n = 0; n < 2; n += 1) await send('GET', '/summary', { as: null });
  const { text } = await send('GET', '/metrics', { as: null });
  const counts = [...text.matchAll(/^rate_limited_requests_total\{policy="([a-z-]+)"\} (\d+)$/gm)];
  expect(Object.fromEntries(counts.map(([, policy, count]) => [policy, Number(count)]))).toEqual({
    ...{ requests: 2, time: 0, bytes: 0, 'in-flight': 0, 'long-polls': 0 },
    ...{ 'network-requests': 0, 'network-time': 0, 'network-bytes': 0, 'failed-auth': 1 },
  });
});
