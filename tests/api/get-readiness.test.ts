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

describe('getReadiness', () => {
  test('answers 200 when tasks can be served', async () => {
    const { status, body } = await send('GET', '/health/ready', { as: null });
    expect([status, body]).toEqual([200, { status: 'ready' }]);
  });

  test.each(['starting', 'draining'] as const)('answers 503 while %s', async (state) => {
    const { lifecycle } = server.service;
    lifecycle.state = state;
    const answer = await send('GET', '/health/ready', { as: null });
    lifecycle.state = 'ready';
    expect(answer.status).toBe(503);
    expect(answer.body.detail).toBe(`The service is ${state}.`);
    expect(answer.headers.get('Retry-After')).toBe('1');
  });

  test('answers 503 without its database, and says nothing of the inside', async () => {
    const broken = await startServer();
    const { database } = broken.service;
    await database.close();
    const answer = await client(broken)('GET', '/health/ready', { as: null });
    await broken.close();
    expect([answer.status, answer.body.detail]).toEqual([503, 'The database is unavailable.']);
  });
});
