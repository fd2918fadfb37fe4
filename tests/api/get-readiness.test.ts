import { describe, expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

describe('getReadiness', () => {
  test('returns 200 when tasks can be served', async () => {
    const { status, body } = await send('GET', '/health/ready', { as: null });
    expect([status, body]).toEqual([200, { status: 'ready' }]);
  });

  test.each(['starting', 'draining'] as const)('returns 503 while %s', async (state) => {
    const { lifecycle } = server.service;
    lifecycle.state = state;
    const response = await send('GET', '/health/ready', { as: null });
    lifecycle.state = 'ready';
    expect(response.status).toBe(503);
    expect(response.body.detail).toBe(`The service is ${state}.`);
    expect(response.headers.get('Retry-After')).toBe('1');
  });

  test('returns 503 when the database is unavailable, and exposes no internals', async () => {
    const broken = await startServer();
    const { database } = broken.service;
    await database.close();
    const response = await client(broken)('GET', '/health/ready', { as: null });
    await broken.close();
    expect([response.status, response.body.detail]).toEqual([503, 'The database is unavailable.']);
  });
});
