// Tests the service over TLS, including everything that concerns connections: limits, slow readers and the drain.
import { execFile, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { scrape } from '../observability/scrape.ts';
import { createAuthority, install } from '../support/certificates.ts';
import { client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { connection, exchange } from '../support/raw-connection.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const authority = createAuthority();
// All clients of this process trust the authority.
setDefaultCACertificates([...getCACertificates(), authority.certificate]);

let server: TestServer | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.close();
  server = undefined;
});

/** Starts a service with a certificate. Also returns the folder of the certificate's files. */
async function start(environment: Readonly<Record<string, string>> = {}, certificate = authority.issue()) {
  const folder = temporaryFolder();
  server = await startServer({ ...install(certificate, folder), ...environment });
  return { ...server, folder, port: Number(new URL(server.url).port) };
}

/** Opens a connection, and finishes the handshake. */
async function secure(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', ...options });
  sockets.push(socket);
  await once(socket, 'secureConnect');
  socket.on('error', () => undefined);
  return socket;
}

const closed = async (url: string, reason: string): Promise<number> =>
  (await scrape(url)).get(`connections_closed_total{reason="${reason}"}`) ?? 0;

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

describe('a service with a certificate', () => {
  test('serves HTTPS, and reports its URL', async () => {
    const { url } = await start();
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const send = client(server!);
    expect((await send('POST', '/tasks', { body: { title: 'Over TLS' } })).status).toBe(201);
    expect((await send('GET', '/tasks')).body).toMatchObject({ items: [{ title: 'Over TLS' }] });
    const expiry =
      (await scrape(url)).get('tls_certificate_expiry_timestamp_seconds{name="TLS_CERT_FILE"}') ?? 0;
    expect(expiry * 1000 - Date.now()).toBeGreaterThan(60 * 60 * 1000);
  });

  test('sends Strict-Transport-Security by default, but not with HSTS=off, behind a proxy or over plain HTTP', async () => {
    const header = async (): Promise<string | null> => {
      const response = await fetch(`${server!.url}/health/live`);
      await server!.close();
      server = undefined;
      return response.headers.get('Strict-Transport-Security');
    };
    await start();
    expect(await header()).toBe('max-age=31536000');
    await start({ HSTS: 'off' });
    expect(await header()).toBeNull();
    // Behind a proxy, only the proxy knows whether the client uses TLS.
    await start({ TRUST_PROXY: '1' });
    expect(await header()).toBeNull();
    server = await startServer();
    expect(await header()).toBeNull();
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('accepts %s, and offers only HTTP/1.1', async (protocol) => {
    const { port } = await start();
    const socket = await secure(port, {
      ...{ minVersion: protocol, maxVersion: protocol },
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([protocol, 'http/1.1']);
    expect(socket.getCipher().name).toMatch(/GCM|CHACHA20/);
  });

  test.each([
    ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }],
    ['a cipher without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }],
    [
      'a cipher without authenticated encryption',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA256' },
    ],
    ['finite-field Diffie-Hellman, which is expensive for the server', { ecdhCurve: 'ffdhe2048:ffdhe3072' }],
  ] as [string, ConnectionOptions][])('refuses %s, and counts the handshake', async (_name, options) => {
    const { port, url } = await start({}, authority.issue({ keyType: 'rsa' }));
    await expect(secure(port, options)).rejects.toThrow(/alert|handshake|protocol/);
    await eventually(async () => (await closed(url, 'tls-handshake')) === 1);
  });

  test.each(['X25519MLKEM768', 'X25519', 'prime256v1', 'secp384r1'])('accepts %s', async (group) => {
    const { port } = await start();
    const socket = await secure(port, { ecdhCurve: group });
    expect(socket.getProtocol()).toBe('TLSv1.3');
  });

  test('does not count a handshake that the client abandons or that a limit ends', async () => {
    const { port, url } = await start({ MAX_CONNECTIONS_PER_ADDRESS: '10' });
    const open = async (): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      sockets.push(socket);
      await once(socket, 'connect');
      return socket;
    };
    for (let n = 0; n < 5; n += 1) (await open()).resetAndDestroy();
    for (let n = 0; n < 5; n += 1) (await open()).end();
    await eventually(async () => (await scrape(url)).size > 0);
    const many = await Promise.all(Array.from({ length: 30 }, open));
    for (const socket of many) socket.resume();
    await eventually(() => many.filter(({ destroyed }) => destroyed).length >= 20);
    for (const socket of many) socket.destroy();
    await eventually(() =>
      scrape(url).then(
        () => true,
        () => false,
      ),
    );
    expect(await closed(url, 'address-limit')).toBeGreaterThanOrEqual(10);
    expect(await closed(url, 'tls-handshake')).toBe(0);
  });

  test('closes a connection whose handshake takes too long, even if bytes arrive', async () => {
    const { port, url } = await start({ REQUEST_TIMEOUT_SECONDS: '1' });
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    // Sends the header of a record, and then its content byte by byte.
    socket.write(Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252]));
    const writing = setInterval(() => socket.write(Buffer.from([3])), 100);
    await new Promise((resolve) => socket.resume().once('close', resolve));
    clearInterval(writing);
    expect(await closed(url, 'tls-handshake')).toBe(1);
  });

  test('closes a connection that sends HTTP, without a log line for each', async () => {
    const { port, url, logged } = await start();
    await expect(fetch(url.replace('https', 'http'))).rejects.toThrow('fetch failed');
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.write(get('/tasks'));
    await once(socket, 'close');
    await eventually(async () => (await closed(url, 'tls-handshake')) === 2);
    expect(logged.filter(({ message }) => message === 'malformed request')).toEqual([]);
  });
});

const sslscan = spawnSync('sslscan', ['--version']).error === undefined;

(sslscan ? test : test.skip)(
  `sslscan finds only modern protocols and ciphers${sslscan ? '' : ' (skipped: sslscan is not installed)'}`,
  async () => {
    const { port } = await start();
    const { stdout } = await promisify(execFile)('sslscan', ['--no-colour', `127.0.0.1:${port}`]);
    const protocols = [...stdout.matchAll(/^(SSLv\d|TLSv1\.\d) +(enabled|disabled)$/gm)].map(
      ([, name, state]) => `${name} ${state}`,
    );
    expect(protocols).toEqual([
      ...['SSLv2 disabled', 'SSLv3 disabled', 'TLSv1.0 disabled', 'TLSv1.1 disabled'],
      ...['TLSv1.2 enabled', 'TLSv1.3 enabled'],
    ]);
    const ciphers = [...stdout.matchAll(/^(?:Preferred|Accepted) .* bits +(\S+)/gm)].map(([, name]) => name);
    expect(ciphers.length).toBeGreaterThanOrEqual(6);
    for (const name of ciphers) expect(name).toMatch(/^(?:TLS_|ECDHE-)\S*(?:GCM|CHACHA20)/);
    expect(stdout).toContain('Session renegotiation not supported');
    expect(stdout).not.toMatch(/ffdhe/);
  },
);

describe('a connection over TLS', () => {
  test('answers pipelined requests in order', async () => {
    const { url } = await start();
    const open = connection(url);
    open.write(get('/health/live') + get('/nowhere') + get('/openapi.json'));
    expect([(await open.next()).status, (await open.next()).status, (await open.next()).status]).toEqual([
      200, 404, 200,
    ]);
    open.close();
  });

  test('receives a problem for malformed HTTP, and is then closed', async () => {
    const { url } = await start();
    const [response, ...more] = await exchange(url, 'GET / HTTP/1.1\r\nHost : x\r\n\r\n');
    expect([response?.status, more]).toEqual([400, []]);
    expect(response?.headers.get('Content-Type')).toBe('application/problem+json');
  });

  test('is served when the client closes its half after the request', async () => {
    const { url } = await start();
    const [response] = await exchange(url, get('/health/live'), { end: true });
    expect(response?.status).toBe(200);
  });

  test('receives 408 when its request does not arrive in time', async () => {
    const { url } = await start({ REQUEST_TIMEOUT_SECONDS: '1' });
    const [response] = await exchange(url, 'GET /tasks HTTP/1.1\r\nHost: x\r\n', { timeoutMs: 20_000 });
    expect(response?.status).toBe(408);
  });

  test('is reset when the client does not read its responses', async () => {
    const { port, url } = await start({ WRITE_TIMEOUT_SECONDS: '1' });
    const reader = (await secure(port)).pause();
    reader.write(get('/docs/assets/any/swagger-ui-bundle.js').repeat(20));
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    await eventually(async () => (await closed(url, 'slow-reader')) === 1);
  });

  test('is reset before the timeout when the unread responses exceed their limit', async () => {
    const { port, url } = await start({ WRITE_TIMEOUT_SECONDS: '60', MAX_UNREAD_MB: '8' });
    for (let n = 0; n < 5; n += 1) {
      const reader = (await secure(port)).pause();
      reader.write(get('/docs/assets/any/swagger-ui-bundle.js').repeat(20));
    }
    await eventually(async () => (await closed(url, 'full-buffers')) >= 3);
  });

  test('is not reset when the client reads slowly, but faster than the minimum', async () => {
    const { port, url } = await start({ WRITE_TIMEOUT_SECONDS: '1' });
    const reader = (await secure(port)).pause();
    reader.write(get('/docs/assets/any/swagger-ui-bundle.js').repeat(20));
    const end = performance.now() + 2000;
    let received = 0;
    while (performance.now() < end) {
      // A read returns one record of at most 16 KiB.
      for (let n = 0; n < 4; n += 1) received += (reader.read() as Buffer | null)?.length ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(received).toBeGreaterThan(1_000_000);
    expect([reader.destroyed, await closed(url, 'slow-reader')]).toEqual([false, 0]);
  });

  test('is closed after it has been idle, even if it has received a lot of data', async () => {
    const { port } = await start({ KEEP_ALIVE_TIMEOUT_SECONDS: '1' });
    for (const path of ['/health/live', '/openapi.json']) {
      const socket = await secure(port);
      socket.write(get(path));
      socket.resume();
      // The service resets connections that have received a lot of data.
      await new Promise((resolve) => socket.once('close', resolve));
    }
  });

  test('counts towards the limit of its address before the handshake', async () => {
    const { port, url } = await start({ MAX_CONNECTIONS_PER_ADDRESS: '2' });
    const idle = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    sockets.push(...idle);
    await Promise.all(idle.map((socket) => once(socket, 'connect')));
    await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
    for (const socket of idle) socket.destroy();
    await eventually(() =>
      fetch(`${url}/health/live`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    expect(await closed(url, 'address-limit')).toBeGreaterThanOrEqual(1);
  });

  test('finishes its request during the drain, while idle connections and handshakes are closed', async () => {
    const { port, url, service } = await start();
    const idle = await secure(port);
    const used = await secure(port);
    used.write(get('/health/live'));
    await once(used, 'data');
    const shaking = connect(port, '127.0.0.1');
    sockets.push(shaking);
    await once(shaking, 'connect');
    // Sends part of a handshake: the header of a record.
    shaking.write(Buffer.from([22, 3, 1, 2, 0]));
    const token = await server!.token();
    const slow = connection(url);
    slow.write(
      `POST /tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 16\r\n\r\n{"title":',
    );
    await eventually(async () => (await scrape(url)).size > 0);
    const ends = Promise.all([idle, used, shaking].map((socket) => once(socket, 'close')));
    const stopped = service.stop();
    await ends;
    slow.write('"a"}   ');
    const response = await slow.next();
    expect([response.status, response.headers.get('Connection')]).toEqual([201, 'close']);
    await stopped;
    server = undefined;
  });
});

describe('the certificate', () => {
  const serialOf = async (port: number, options?: ConnectionOptions): Promise<string> => {
    const socket = await secure(port, options);
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  };
  const messages = (): unknown[] => server!.logged.map(({ message }) => message);
  /** A certificate with additional text in its file. */
  const appended = (text: string) => {
    const issued = authority.issue();
    return { ...issued, certificate: issued.certificate + text };
  };

  test('is renewed without a restart once it matches its key, and open connections stay open', async () => {
    const { port, url, folder } = await start();
    const before = await serialOf(port);
    const open = connection(url);
    open.write(get('/health/live'));
    expect((await open.next()).status).toBe(200);

    const next = authority.issue();
    writeFileSync(`${folder}/tls.crt`, next.certificate);
    await eventually(() => messages().includes('file rejected: the previous value stays in use'));
    const [line] = server!.logged.filter(({ level }) => level === 'error');
    expect(line).toMatchObject({
      name: 'TLS_CERT_FILE',
      error: { message: expect.stringContaining('does not match the certificate') },
    });
    expect(await serialOf(port)).toBe(before);
    install(next, folder);
    await eventually(() => messages().includes('renewed from a file'));
    expect(await serialOf(port)).not.toBe(before);
    open.write(get('/health/live'));
    expect((await open.next()).status).toBe(200);
    open.close();
  });

  test('is served with its chain', async () => {
    const { port } = await start({}, appended(authority.certificate));
    const socket = await secure(port);
    expect(socket.getPeerCertificate(true).issuerCertificate.raw).toEqual(
      new X509Certificate(authority.certificate).raw,
    );
  });

  test('is reported if it has expired, and replaced by one that is valid', async () => {
    const { port, folder } = await start({}, authority.issue({ validDays: [-3, -2] }));
    const before = await serialOf(port, { rejectUnauthorized: false });
    const reported = () => server!.logged.filter(({ level }) => level === 'error');
    expect(reported()).toEqual([
      expect.objectContaining({
        message: 'clients reject the certificate',
        error: expect.objectContaining({ message: expect.stringContaining('The certificate expired') }),
      }),
    ]);
    install(authority.issue({ validDays: [-9, -1] }), folder);
    await eventually(() => reported().length === 2);
    install(authority.issue({ validDays: [1, 2] }), folder);
    await eventually(() => reported().length === 3);
    expect(
      reported()
        .slice(1)
        .map(({ error }) => (error as Error).message),
    ).toEqual([
      expect.stringContaining('The certificate expired'),
      expect.stringContaining('The certificate is not valid before'),
    ]);
    expect(await serialOf(port, { rejectUnauthorized: false })).toBe(before);
    install(authority.issue(), folder);
    await eventually(() => messages().includes('renewed from a file'));
    expect(await serialOf(port)).not.toBe(before);
  });

  test.each([
    ['text', () => ({ ...authority.issue(), certificate: 'text' }), 'The certificate is not in PEM'],
    ['no key', () => ({ ...authority.issue(), key: 'text' }), 'The private key is not an unencrypted key'],
    [
      'another key',
      () => ({ ...authority.issue(), key: authority.issue().key }),
      'The private key does not match the certificate',
    ],
    // OpenSSL ignores the errors in this file and in the next.
    [
      'a chain that is cut off within a first line',
      () => appended('-----BEGIN CERT'),
      'The certificate file is truncated',
    ],
    [
      'a chain that is cut off',
      () => appended(authority.certificate.slice(0, 200)),
      'The certificate file is truncated',
    ],
    [
      'a chain with an invalid certificate',
      () => appended(authority.certificate.replace('MII', 'AII')),
      'A certificate in the chain is invalid',
    ],
  ])('prevents the service from starting if it is unusable: %s', async (_name, certificate, reason) => {
    await expect(start({}, certificate())).rejects.toThrow(reason);
    await expect(start({ TLS_KEY_FILE: '' })).rejects.toThrow(
      'TLS_KEY_FILE is required with TLS_CERT_FILE. Set both to serve HTTPS, or neither.',
    );
  });
});
