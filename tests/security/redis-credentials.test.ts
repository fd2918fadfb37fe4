// Changes the credentials and the address of Redis while the service runs, and uses Redis over TLS.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { scrape } from '../observability/scrape.ts';
import { createAuthority } from '../support/certificates.ts';
import { cleanUp, serve, settings, token } from '../support/child-process.ts';
import { client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startRedis } from '../support/redis.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { describeWithRedis } from './describe-with-redis.ts';

const undo: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const untilLogged = (server: TestServer, message: string): Promise<void> =>
  eventually(() => server.logged.some((line) => line['message'] === message));

describeWithRedis('the service with Redis', () => {
  test('counts every request in Redis while the password changes under load', async () => {
    const redis = await startRedis(undefined, '--requirepass', 'one');
    undo.push(() => redis.stop());
    const urlFor = (password: string) => `redis://:${password}@127.0.0.1:${redis.port}`;
    const file = join(temporaryFolder(), 'redis-url');
    writeFileSync(file, urlFor('one'));
    // The window is so long that no used quota is restored during the test.
    const window = { RATE_LIMIT_REQUESTS: '10000', RATE_LIMIT_WINDOW_SECONDS: '86400' };
    const server = await startServer({ REDIS_URL_FILE: file, ...window });
    undo.push(() => server.close());
    const send = client(server);

    let isOver = false;
    let count = 0;
    const load = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const { status } = await send('GET', '/summary');
        expect(status).toBe(200);
        count += 1;
      }
    });
    await eventually(() => count > 20);
    const admin = new Redis(urlFor('one'));
    undo.push(async () => {
      admin.disconnect();
    });
    const connections = async (): Promise<string[]> =>
      (String(await admin.client('LIST')).match(/^id=\d+/gm) ?? []).sort();
    const before = await connections();
    await admin.config('SET', 'requirepass', 'two');
    writeFileSync(file, urlFor('two'));
    await untilLogged(server, 'renewed from a file');
    const after = count;
    await eventually(() => count > after + 20);
    isOver = true;
    await Promise.all(load);

    // The service has replaced its connection. The connection of the test remains.
    const left = await connections();
    expect(left.filter((id) => before.includes(id))).toHaveLength(1);
    expect(left).toHaveLength(2);
    // Redis counted every request.
    expect(server.logged.filter(({ message }) => String(message).startsWith('rate limits'))).toEqual([]);
    const response = await send('GET', '/summary');
    const remaining = Number(/"requests";r=(\d+)/.exec(response.headers.get('RateLimit') ?? '')?.[1]);
    expect(10_000 - remaining).toBeGreaterThan(count - 5);
  });

  test('keeps the old connection while Redis refuses the new password', async () => {
    const redis = await startRedis(undefined, '--requirepass', 'one');
    undo.push(() => redis.stop());
    const urlFor = (password: string) => `redis://:${password}@127.0.0.1:${redis.port}`;
    const file = join(temporaryFolder(), 'redis-url');
    writeFileSync(file, urlFor('one'));
    const server = await startServer({ REDIS_URL_FILE: file });
    undo.push(() => server.close());
    writeFileSync(file, urlFor('hunter2'));
    await untilLogged(server, 'file rejected: the previous value stays in use');
    expect((await scrape(server.url)).get('rate_limits_shared')).toBe(1);
    const admin = new Redis(urlFor('one'));
    await admin.config('SET', 'requirepass', 'hunter2');
    admin.disconnect();
    await untilLogged(server, 'renewed from a file');
    expect((await scrape(server.url)).get('rate_limits_shared')).toBe(1);
    expect(JSON.stringify(server.logged)).toMatch(/WRONGPASS/);
    expect(JSON.stringify(server.logged)).not.toMatch(/hunter2/);
  });

  test('uses verified TLS, and rejects a certificate from an untrusted authority', async () => {
    undo.push(cleanUp);
    const authority = createAuthority();
    const { certificate, key } = authority.issue();
    const folder = temporaryFolder();
    for (const [name, text] of Object.entries({ ca: authority.certificate, cert: certificate, key }))
      writeFileSync(`${folder}/${name}.pem`, text);
    const port = await freePort();
    const files = ['--tls-cert-file', `${folder}/cert.pem`, '--tls-key-file', `${folder}/key.pem`];
    const options = [...files, '--tls-port', String(port), '--tls-auth-clients', 'no'];
    const redis = await startRedis(await freePort(), ...options, '--tls-ca-cert-file', `${folder}/ca.pem`);
    undo.push(() => redis.stop());

    const shared = async (environment: Readonly<Record<string, string>>): Promise<number | undefined> => {
      const REDIS_URL = `rediss://localhost:${port}`;
      const { url } = await serve({ ...settings(temporaryFolder()), REDIS_URL, ...environment });
      const headers = { Authorization: `Bearer ${await token()}` };
      expect((await fetch(`${url}/tasks`, { headers })).status).toBe(200);
      return (await scrape(url)).get('rate_limits_shared');
    };
    expect(await shared({ NODE_EXTRA_CA_CERTS: `${folder}/ca.pem` })).toBe(1);
    expect(await shared({})).toBe(0);
  });
});
