import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { scrape } from '../observability/scrape.ts';
import { eventually } from '../support/eventually.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

/** The largest public response, 1.7 MB. */
const asset = '/docs/assets/any/swagger-ui-bundle.js';
const requests = `GET ${asset} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(20);

let server: TestServer;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
});

/** A connection that has sent pipelined requests, and reads nothing. */
async function absentReader(bytes = requests): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname).pause();
  sockets.push(socket);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(bytes);
  return socket;
}

const openConnections = (): Promise<number> =>
  new Promise((resolve, reject) => {
    server.service.server.getConnections((error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });

/** The number of connections that were closed for this reason. */
const closed = async (reason: string): Promise<number> =>
  (await scrape(server.url)).get(`connections_closed_total{reason="${reason}"}`) ?? 0;

describe('a client that does not read its responses', () => {
  test('is disconnected after the write timeout, while others are served', async () => {
    server = await startServer({ WRITE_TIMEOUT_SECONDS: '1' });
    const readers = await Promise.all(Array.from({ length: 5 }, () => absentReader()));
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    await eventually(async () => (await closed('slow-reader')) === readers.length);
  });

  test('is disconnected even if it occasionally reads a byte', async () => {
    server = await startServer({ WRITE_TIMEOUT_SECONDS: '1' });
    const reader = await absentReader();
    const reading = setInterval(() => void reader.read(1), 50);
    await eventually(async () => (await closed('slow-reader')) === 1);
    clearInterval(reading);
  });

  test('is disconnected before the timeout when the unread responses exceed their limit', async () => {
    server = await startServer({ WRITE_TIMEOUT_SECONDS: '60', MAX_UNREAD_MB: '8' });
    for (let n = 0; n < 5; n += 1) await absentReader();
    await eventually(async () => (await closed('full-buffers')) >= 3);
    expect(await closed('slow-reader')).toBe(0);
  });

  test('receives a complete response when it reads slowly, but faster than the minimum', async () => {
    server = await startServer({ WRITE_TIMEOUT_SECONDS: '1' });
    const reader = await absentReader();
    const started = performance.now();
    let received = 0;
    while (performance.now() - started < 2000) {
      received += (reader.read() as Buffer | null)?.length ?? 0;
      await pause(20);
    }
    expect(received).toBeGreaterThan(1_000_000);
    expect([reader.destroyed, await closed('slow-reader')]).toEqual([false, 0]);
  });

  test('does not count as slow while its connection is idle', async () => {
    server = await startServer({ WRITE_TIMEOUT_SECONDS: '1' });
    const reader = await absentReader('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
    await pause(1500);
    expect([reader.destroyed, await closed('slow-reader')]).toEqual([false, 0]);
  });
});

describe('connection limits', () => {
  test('close connections above the total, and accept new ones when others have closed', async () => {
    server = await startServer({ MAX_CONNECTIONS: '3' });
    const open = await Promise.all([absentReader(''), absentReader(''), absentReader('')]);
    await eventually(async () => (await openConnections()) === 3);
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow('fetch failed');
    for (const socket of open) socket.destroy();
    await eventually(async () => (await openConnections()) === 0);
    expect(await closed('total-limit')).toBeGreaterThanOrEqual(1);
  });

  test('close connections above the limit of their address, and accept connections from other addresses', async () => {
    server = await startServer({ MAX_CONNECTIONS_PER_ADDRESS: '2', HOST: '0.0.0.0' });
    await Promise.all([absentReader(''), absentReader('')]);
    await eventually(async () => (await openConnections()) === 2);
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow('fetch failed');
    const { port } = new URL(server.url);
    const other = connect({ port: Number(port), host: '127.0.0.1', localAddress: '127.0.0.2' });
    sockets.push(other);
    other.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    const [response] = (await once(other, 'data')) as [Buffer];
    expect(response.toString()).toMatch(/^HTTP\/1\.1 200 /);
  });
});
