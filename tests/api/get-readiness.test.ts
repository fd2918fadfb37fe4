import { describe, expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

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
