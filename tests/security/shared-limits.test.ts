import { afterEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { scrape } from '../observability/scrape.ts';
import { cleanUp, serve, settings } from '../support/child-process.ts';
import { client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import type { TestResponse, Send } from '../support/client.ts';
import { startRedis } from '../support/redis.ts';
import type { TestRedis } from '../support/redis.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { describeWithRedis } from './describe-with-redis.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const undo: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function redisFor(...args: Parameters<typeof startRedis>): Promise<TestRedis> {
  const redis = await startRedis(...args);
  undo.push(() => redis.stop());
  return redis;
}

/** An instance with a quota of ten requests per hour. */
async function instance(
  REDIS_URL: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestServer & { send: Send }> {
  const server = await startServer({
    RATE_LIMIT_REQUESTS: '10',
    RATE_LIMIT_WINDOW_SECONDS: '3600',
    REDIS_URL,
    ...environment,
  });
  undo.push(() => server.close());
  return { ...server, send: client(server) };
}

/** The remaining requests, from the RateLimit header. */
const remaining = ({ headers }: TestResponse): number =>
  Number(/;r=(\d+);/.exec(headers.get('RateLimit') ?? '')?.[1]);

const reportLevels = ({ logged }: TestServer) =>
  logged.filter(({ message }) => String(message).startsWith('rate limits')).map(({ level }) => level);

/** Waits until the metric reports whether the counts are shared as expected. */
async function untilShared({ url }: TestServer, value: 0 | 1): Promise<void> {
  const deadline = performance.now() + 10_000;
  while ((await scrape(url)).get('rate_limits_shared') !== value) {
    if (performance.now() > deadline) throw new Error(`rate_limits_shared did not become ${value}`);
  }
}

describeWithRedis('rate limits that instances share in Redis', () => {
  test('count the requests to all instances together, and report the shared count in their headers', async () => {
    const { url } = await redisFor();
    const [one, other] = [await instance(url), await instance(url)];
    const responses: TestResponse[] = [];
    for (let n = 0; n < 6; n += 1) {
      for (const { send } of [one, other]) responses.push(await send('GET', '/summary'));
    }
    expect(responses.map(remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0]);
    expect(responses.map(({ status }) => status)).toEqual([...Array<number>(10).fill(200), 429, 429]);
    const seconds = responses.map(({ headers }) =>
      Number(/;t=(\d+),/.exec(headers.get('RateLimit') ?? '')?.[1]),
    );
    for (const { headers } of responses)
      expect(headers.get('RateLimit-Policy')).toMatch(/^"requests";q=10;w=3600, "time";/);
    expect(seconds[0]).toBe(360);
    expect(seconds.at(-1)).toBeGreaterThan(3540);
    // The wait is about a tenth of the window. By then, the quota of the first request has been restored.
    const wait = Number(responses.at(-1)?.headers.get('Retry-After'));
    expect(wait).toBeGreaterThan(300);
    expect(wait).toBeLessThanOrEqual(360);
    expect(remaining(await one.send('GET', '/summary', { as: 'ben' }))).toBe(9);
    expect([reportLevels(one), reportLevels(other)]).toEqual([[], []]);
  });

  test('count each of many concurrent requests', async () => {
    const { url } = await redisFor();
    const instances = [await instance(url), await instance(url)];
    const responses = await Promise.all(
      Array.from({ length: 40 }, (_, n) => instances[n % 2]!.send('GET', '/summary')),
    );
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(responses.filter(({ status }) => status === 429)).toHaveLength(30);
  });

  test('count failed authentications together', async () => {
    const { url } = await redisFor();
    const [one, other] = [
      await instance(url, { RATE_LIMIT_FAILED_AUTH: '1' }),
      await instance(url, { RATE_LIMIT_FAILED_AUTH: '1' }),
    ];
    expect((await one.send('GET', '/tasks', { as: null })).status).toBe(401);
    expect((await other.send('GET', '/tasks', { as: null })).status).toBe(429);
  });

  test('count the bytes that all instances have sent', async () => {
    const { url } = await redisFor();
    const [one, other] = [await instance(url), await instance(url)];
    const left = async ({ send }: typeof one): Promise<number> =>
      Number(/"bytes";r=(\d+);/.exec((await send('GET', '/summary')).headers.get('RateLimit') ?? '')?.[1]);
    const before = await left(one);
    // The bytes are charged within 100 ms, although the instance gets no further request.
    await eventually(async () => (await left(other)) < before - 200);
  });

  test('survive a restart of an instance', async () => {
    const { url } = await redisFor();
    const before = await startServer({ RATE_LIMIT_REQUESTS: '10', REDIS_URL: url });
    await client(before)('GET', '/summary');
    await before.close();
    expect(remaining(await (await instance(url)).send('GET', '/summary'))).toBe(8);
  });
});

describeWithRedis('rate limits whose Redis is unreachable', () => {
  test('count per instance, are reported once, and are shared again when Redis is back', async () => {
    const redis = await redisFor();
    const [one, other] = [await instance(redis.url), await instance(redis.url)];
    await one.send('GET', '/summary');
    expect(remaining(await other.send('GET', '/summary'))).toBe(8);

    await redis.stop();
    await untilShared(one, 0);
    for (const { send } of [one, other]) {
      for (let n = 0; n < 12; n += 1) {
        const response = await send('GET', '/summary');
        expect([response.status, remaining(response)]).toEqual([n < 10 ? 200 : 429, Math.max(0, 9 - n)]);
      }
      expect((await send('GET', '/health/ready')).status).toBe(200);
    }
    expect([reportLevels(one), reportLevels(other)]).toEqual([['warn'], ['warn']]);
    expect((await scrape(one.url)).get('rate_limit_sharing_failures_total')).toBe(1);

    await redisFor(redis.port);
    await untilShared(one, 1);
    await untilShared(other, 1);
    expect(remaining(await one.send('GET', '/summary'))).toBe(9);
    expect(remaining(await other.send('GET', '/summary'))).toBe(8);
    expect([reportLevels(one), reportLevels(other)]).toEqual([
      ['warn', 'info'],
      ['warn', 'info'],
    ]);
  });

  test('do not prevent the service from starting', async () => {
    const redis = await redisFor();
    await redis.stop();
    const server = await instance(redis.url);
    expect((await server.send('GET', '/health/ready')).status).toBe(200);
    expect(remaining(await server.send('GET', '/summary'))).toBe(9);
    expect(reportLevels(server)).toEqual(['warn']);
    await redisFor(redis.port);
    await untilShared(server, 1);
    expect(remaining(await server.send('GET', '/summary'))).toBe(9);
  });

  test('delay only one request when Redis does not respond', async () => {
    const redis = await redisFor();
    const server = await instance(redis.url);
    await server.send('GET', '/summary');
    redis.suspend();
    const times: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const start = performance.now();
      const response = await server.send('GET', '/summary');
      times.push(performance.now() - start);
      expect([response.status, remaining(response)]).toEqual([200, 9 - n]);
    }
    // The timeout is half a second. The bound is higher, because the machine can be busy.
    expect(Math.max(...times)).toBeLessThan(1500);
    expect(times.filter((time) => time > 200)).toHaveLength(1);
    redis.resume();
    await untilShared(server, 1);
    expect(reportLevels(server)).toEqual(['warn', 'info']);
  });

  test.each([
    ['is out of memory', 'maxmemory', '1', '0'],
    ['became a replica', 'replicaof', '127.0.0.1 1', 'no one'],
  ])('count per instance when Redis %s', async (_name, setting, away, back) => {
    const redis = await redisFor();
    const server = await instance(redis.url);
    const admin = new Redis(redis.url);
    undo.push(async () => {
      admin.disconnect();
    });
    const set = (value: string) =>
      setting === 'maxmemory'
        ? admin.config('SET', setting, value)
        : admin.call('replicaof', ...value.split(' '));
    await set(away);
    for (let n = 0; n < 3; n += 1) expect(remaining(await server.send('GET', '/summary'))).toBe(9 - n);
    await set(back);
    expect(remaining(await server.send('GET', '/summary'))).toBe(9);
    expect(reportLevels(server)).toEqual(['warn', 'info']);
  });

  test('do not delay the exit of the process, with or without Redis', async () => {
    undo.push(cleanUp);
    const redis = await redisFor();
    const environment = { ...settings(temporaryFolder()), REDIS_URL: redis.url };
    const connected = await serve(environment);
    connected.kill('SIGTERM');
    expect(await connected.ended).toMatchObject({ code: 0, stderr: '' });
    await redis.stop();
    const alone = await serve(environment);
    alone.kill('SIGTERM');
    expect(await alone.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('do not log the Redis password', async () => {
    const redis = await redisFor(undefined, '--requirepass', 'open-sesame');
    const allowed = await instance(`redis://:open-sesame@127.0.0.1:${redis.port}`);
    expect((await scrape(allowed.url)).get('rate_limits_shared')).toBe(1);
    const refused = [
      await instance(`redis://:hunter2@127.0.0.1:${redis.port}`),
      await instance(`redis://ann:hunter2@127.0.0.1:${redis.port}`),
      await instance(redis.url),
    ];
    for (const server of refused) {
      expect((await server.send('GET', '/summary')).status).toBe(200);
      expect(reportLevels(server)).toEqual(['warn']);
      expect(JSON.stringify(server.logged)).toMatch(/WRONGPASS|NOAUTH/);
    }
    for (const { logged } of [...refused, allowed]) {
      expect(JSON.stringify(logged)).not.toMatch(/hunter2|open-sesame/);
    }
  });
});
