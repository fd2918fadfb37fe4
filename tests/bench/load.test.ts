// The benchmark measures nothing that is not right: its load generator refuses a wrong answer, and hides no wait.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openConnection } from '../../bench/load/connection.ts';
import type { Connection } from '../../bench/load/connection.ts';
import { closedLoop, openLoop } from '../../bench/load/loops.ts';
import { prepared } from '../../bench/load/prepared.ts';

const opened: { server: Server; connections: Connection[] }[] = [];

afterEach(async () => {
  for (const { server, connections } of opened.splice(0)) {
    for (const connection of connections) connection.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A connection to a server that answers like this, and the promise of the first fault. */
async function connectionTo(
  answer: RequestListener,
): Promise<{ connection: Connection; fault: Promise<Error> }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let found: (error: Error) => void = () => undefined;
  const fault = new Promise<Error>((resolve) => {
    found = resolve;
  });
  const connection = await openConnection(port, found);
  opened.push({ server, connections: [connection] });
  return { connection, fault };
}

const wanted = prepared({ method: 'GET', path: '/', headers: {}, status: 200, body: 'right' });

describe('An answer that fails the benchmark', () => {
  test.each([
    ['another status', 404, 'right', 'status is 404'],
    ['a body of another length', 200, 'wrong one', 'has 9 bytes'],
    ['a body of the same length with other bytes', 200, 'wrong', 'other bytes'],
  ])('is one with %s', async (_what, status, body, message) => {
    const { connection, fault } = await connectionTo((_request, response) => {
      response.writeHead(status, { 'Content-Length': body.length }).end(body);
    });
    void closedLoop([connection], [wanted], 5);
    await expect(fault).resolves.toMatchObject({ message: expect.stringContaining(message) });
  });

  test('is none at all', async () => {
    const { connection, fault } = await connectionTo((request) => {
      request.socket.destroy();
    });
    void closedLoop([connection], [wanted], 5);
    await expect(fault).resolves.toMatchObject({ message: 'The server closed the connection' });
  });
});

test('A closed loop counts each answer once', async () => {
  let answered = 0;
  const { connection } = await connectionTo((_request, response) => {
    answered += 1;
    response.end('right');
  });
  const { requests } = await closedLoop([connection], [wanted], 0.05);
  expect(requests).toBe(answered);
});

test('An open loop counts the wait of the requests that arrive during a stall', async () => {
  let isFirst = true;
  const { connection } = await connectionTo((_request, response) => {
    if (isFirst) setTimeout(() => response.end('right'), 200);
    else response.end('right');
    isFirst = false;
  });
  // Sixty of the hundred arrive within the 200 ms that the first takes. A closed loop would have seen one slow answer.
  const { p50, worst, keptUp } = await openLoop([connection], [wanted], 300, 1 / 3);
  expect(keptUp).toBe(true);
  expect(worst).toBeGreaterThanOrEqual(190);
  expect(p50).toBeGreaterThan(20);
});

test('An open loop says that a server cannot keep up', async () => {
  const { connection } = await connectionTo((_request, response) => {
    setTimeout(() => response.end('right'), 50);
  });
  const { keptUp } = await openLoop([connection], [wanted], 200, 0.1);
  expect(keptUp).toBe(false);
});
