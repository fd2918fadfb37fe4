import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import type { Send } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let send: Send;

beforeAll(async () => {
  server = await startServer();
  send = client(server);
});
afterAll(() => server.close());

describe('getLiveness', () => {
  test.each(['starting', 'ready', 'draining'] as const)('answers 200 while %s', async (state) => {
    const { lifecycle } = server.service;
    lifecycle.state = state;
    const answer = await send('GET', '/health/live', { as: null });
    lifecycle.state = 'ready';
    expect([answer.status, answer.body]).toEqual([200, { status: 'alive' }]);
  });
});
