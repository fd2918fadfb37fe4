import { afterEach, describe, expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import { exchange } from '../support/raw-connection.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
afterEach(() => server.close());

const closed = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

describe('every response of the API', () => {
  test('has a restrictive content security policy, and is not interpreted as a different type', async () => {
    server = await startServer();
    const send = client(server);
    const responses = [
      await send('GET', '/tasks'),
      await send('GET', '/tasks', { as: null }),
      await send('GET', '/health'),
      await send('GET', '/nothing'),
      await send('OPTIONS', '/tasks'),
      ...(await exchange(server.url, 'garbage\r\n\r\n')),
    ];
    expect(responses.map(({ status }) => status)).toEqual([200, 401, 200, 404, 204, 400]);
    for (const { headers } of responses) expect(Object.fromEntries(headers)).toMatchObject(closed);
    expect(responses[0]?.headers.get('Strict-Transport-Security')).toBeNull();
  });

  test('is private and varies by the token if the operation requires one, and problems are not stored', async () => {
    server = await startServer({ CORS_ORIGINS: 'https://app.example.com' });
    const send = client(server);
    const list = await send('GET', '/tasks');
    const rejected = await send('GET', '/tasks', { as: null });
    const health = await send('GET', '/health');
    const headers = [list, rejected, health].map((response) =>
      ['Cache-Control', 'Vary'].map((name) => response.headers.get(name)),
    );
    expect(headers).toEqual([
      ['private, no-cache', 'Origin, Authorization'],
      ['no-store', 'Origin, Authorization'],
      [null, 'Origin'],
    ]);
  });
});

describe('Strict-Transport-Security', () => {
  const hsts = async (headers: Readonly<Record<string, string>>): Promise<string | null> =>
    (await client(server)('GET', '/health', { headers })).headers.get('Strict-Transport-Security');

  test('is sent when a trusted proxy reports HTTPS', async () => {
    server = await startServer({ TRUST_PROXY: '1' });
    expect(await hsts({ 'X-Forwarded-Proto': 'https' })).toBe('max-age=31536000');
    expect(await hsts({ 'X-Forwarded-Proto': 'http' })).toBeNull();
    expect(await hsts({ Forwarded: 'proto=https' })).toBeNull();
  });

  test('is sent when a trusted proxy reports HTTPS in Forwarded', async () => {
    server = await startServer({ TRUST_PROXY: '1', TRUST_PROXY_HEADER: 'Forwarded' });
    expect(await hsts({ Forwarded: 'for=192.0.2.1;proto=https' })).toBe('max-age=31536000');
    expect(await hsts({ 'X-Forwarded-Proto': 'https' })).toBeNull();
  });

  test('is not sent if only the client reports HTTPS', async () => {
    server = await startServer();
    expect(await hsts({ 'X-Forwarded-Proto': 'https' })).toBeNull();
  });

  test('is always sent with HSTS=on', async () => {
    server = await startServer({ HSTS: 'on' });
    expect(await hsts({})).toBe('max-age=31536000');
  });
});
