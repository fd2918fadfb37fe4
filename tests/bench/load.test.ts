// The load generator rejects wrong responses and includes waiting time in the latency.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openConnection } from '../../bench/load/connection.ts';
import type { Connection } from '../../bench/load/connection.ts';
import { closedLoop, openLoop } from '../../bench/load/loops.ts';
import { prepareRequest } from '../../bench/load/prepare-request.ts';

const opened: { server: Server; connections: Connection[] }[] = [];

afterEach(async () => {
  for (const { server, connections } of opened.splice(0)) {
    for (const connection of connections) connection.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A connection to a server with this listener, and a promise of the first error. */
async function connectionTo(
  answer: RequestListener,
): Promise<{ connection: Connection; error: Promise<Error> }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let found: (error: Error) => void = () => undefined;
  const error = new Promise<Error>((resolve) => {
    found = resolve;
  });
  const connection = await openConnection(port, found);
  opened.push({ server, connections: [connection] });
  return { connection, error };
}

const expected = prepareRequest({ method: 'GET', path: '/', headers: {}, status: 200, body: 'right' });

describe('the load generator', () => {
  test.each([
    ['an unexpected status', 404, 'right', 'status is 404'],
    ['a body of an unexpected length', 200, 'wrong one', 'has 9 bytes'],
    ['a body of the expected length with different bytes', 200, 'wrong', 'different bytes'],
  ])('rejects %s', async (_what, status, body, message) => {
    const { connection, error } = await connectionTo((_request, response) => {
      response.writeHead(status, { 'Content-Length': body.length }).end(body);
    });
    void closedLoop([connection], [expected], 5);
    await expect(error).resolves.toMatchObject({ message: expect.stringContaining(message) });
  });

  test.each([
    ['accepts a body that is one digit longer', '{"version":10}', false],
    ['rejects a body that is two digits longer', '{"version":100}', true],
    ['rejects a shorter body', '{"version":}', true],
  ])('%s if the version in the body may have one more digit', async (_what, body, isRejected) => {
    const { connection, error } = await connectionTo((_request, response) => {
      response.end(body);
    });
    const length = '{"version":1}'.length;
    const change = { method: 'PATCH', path: '/', headers: {}, status: 200, body: length, maxGrowth: 1 };
    const accepted = closedLoop([connection], [prepareRequest(change)], 0.05).then(() => false);
    expect(await Promise.race([accepted, error.then(() => true)])).toBe(isRejected);
  });

  test('rejects a connection that closes without a response', async () => {
    const { connection, error } = await connectionTo((request) => {
      request.socket.destroy();
    });
    void closedLoop([connection], [expected], 5);
    await expect(error).resolves.toMatchObject({ message: 'The server closed the connection' });
  });
});

test('counts each response of a closed loop once', async () => {
  let answered = 0;
  const { connection } = await connectionTo((_request, response) => {
    answered += 1;
    response.end('right');
  });
  const { requests } = await closedLoop([connection], [expected], 0.05);
  expect(requests).toBe(answered);
});

test('includes the wait during a stall in the latency of an open loop', async () => {
  let isFirst = true;
  const { connection } = await connectionTo((_request, response) => {
    if (isFirst) setTimeout(() => response.end('right'), 200);
    else response.end('right');
    isFirst = false;
  });
  // 60 of 100 requests arrive during the first 200 ms. A closed loop would measure one slow response.
  const { p50, worst, keptUp } = await openLoop([connection], [expected], 300, 1 / 3);
  expect(keptUp).toBe(true);
  expect(worst).toBeGreaterThanOrEqual(190);
  expect(p50).toBeGreaterThan(20);
});

test('reports that a server cannot keep up with an open loop', async () => {
  const { connection } = await connectionTo((_request, response) => {
    setTimeout(() => response.end('right'), 50);
  });
  const { keptUp } = await openLoop([connection], [expected], 200, 0.1);
  expect(keptUp).toBe(false);
});
