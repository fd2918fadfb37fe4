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

describe('getHealth', () => {
  test('says what is running, to anybody', async () => {
    const { status, body } = await send('GET', '/health', { as: null });
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'ready',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      contractVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      uptimeSeconds: expect.any(Number),
    });
  });

  test.each(['starting', 'draining'] as const)('answers 200 while %s, too', async (state) => {
    const { lifecycle } = server.service;
    lifecycle.state = state;
    const answer = await send('GET', '/health', { as: null });
    lifecycle.state = 'ready';
    expect([answer.status, answer.body.status]).toEqual([200, state]);
  });
});
