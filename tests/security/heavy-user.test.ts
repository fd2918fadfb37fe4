import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import { client } from '../support/client.ts';
import type { Send } from '../support/client.ts';
import { engineName } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { createTask } from '../support/tasks.ts';

const connections = 100;
const requestsPerConnection = 2;

let server: TestServer;
let send: Send;
let sockets: Socket[] = [];
/** The ended responses, in order. */
let ended: { readonly user: string | undefined; readonly status: number; readonly hasBody: boolean }[];

/** Called when a response has ended. */
let onEnd: (user: string | undefined) => void;

const endedOf = (user: string) => ended.filter((response) => response.user === user);

/** Starts a service, with a user whose lists are expensive. */
async function start(maxInFlight: number): Promise<void> {
  server = await startServer({ RATE_LIMIT_IN_FLIGHT: String(maxInFlight), RESPONSE_VALIDATION: 'off' });
  send = client(server);
  const description = '😀'.repeat(5000);
  for (let n = 0; n < 100; n += 1) await createTask(send, { description }, { as: 'heavy' });
  ended = [];
  onEnd = () => undefined;
  server.service.server.on('request', (request: Request, response: ServerResponse) => {
    response.once('prefinish', () => {
      const { statusCode: status } = response;
      ended.push({ user: request.user?.sub, status, hasBody: response.hasHeader('Content-Type') });
      onEnd(request.user?.sub);
    });
  });
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server.close();
});

/** Opens a connection, and returns the function that sends requests over it. Their responses are not read. */
async function prepare(path: string, as: string, count: number): Promise<() => void> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname).pause();
  sockets.push(socket);
  socket.on('error', () => undefined);
  // After a first response, the server reads from the connection.
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'readable');
  socket.read();
  const request = `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await server.token(as)}\r\n\r\n`;
  return () => void socket.write(request.repeat(count));
}

/**
 * Sends many expensive lists concurrently. Calls `whenFirstEnds` as soon as the first of them has ended, and resolves
 * soon after.
 */
async function sendExpensiveLists(whenFirstEnds: () => void = () => undefined): Promise<void> {
  onEnd = (user) => {
    if (user !== 'heavy') return;
    onEnd = () => undefined;
    whenFirstEnds();
  };
  const sending = await Promise.all(
    Array.from({ length: connections }, () => prepare('/tasks?limit=100', 'heavy', requestsPerConnection)),
  );
  for (const sendAll of sending) sendAll();
  await eventually(() => endedOf('heavy').length > 0);
}

describe('while a user sends many expensive requests', () => {
  test("serves another user's request before most of the expensive ones", async () => {
    await start(connections);
    const sendOther = await prepare('/summary', 'light', 1);
    await sendExpensiveLists(sendOther);
    await eventually(() => endedOf('light').length > 0);
    const before = ended.slice(
      0,
      ended.findIndex(({ user }) => user === 'light'),
    );
    // Without fairness on SQLite, all requests of the heavy user would end before the other user's request.
    const sent = connections * requestsPerConnection;
    expect(before.filter(({ user }) => user === 'heavy').length).toBeLessThan(sent / 2);
  });

  test('counts waiting requests as in flight, and drops them when their client disconnects', async () => {
    const maxInFlight = connections / 2;
    await start(maxInFlight);
    await sendExpensiveLists();
    expect(endedOf('heavy').filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    for (const socket of sockets) socket.resetAndDestroy();
    await eventually(async () => (await send('GET', '/summary', { as: 'heavy' })).status === 200);
    const dropped = endedOf('heavy').filter(({ hasBody }) => !hasBody);
    // On PostgreSQL, requests wait for a connection, not in the event loop.
    expect(dropped.length).toBeGreaterThanOrEqual(engineName === 'sqlite' ? maxInFlight / 2 : 0);
  });
});
