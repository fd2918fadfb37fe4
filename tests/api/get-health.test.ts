import { describe, expect, test } from '@jest/globals';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

describe('getHealth', () => {
  test('returns the status and the versions to a request without a token', async () => {
    const { status, body } = await send('GET', '/health', { as: null });
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'ready',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      contractVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      uptimeSeconds: expect.any(Number),
    });
  });

  test.each(['starting', 'draining'] as const)('returns 200 while %s', async (state) => {
    const { lifecycle } = server.service;
    lifecycle.state = state;
    const response = await send('GET', '/health', { as: null });
    lifecycle.state = 'ready';
    expect([response.status, response.body.status]).toEqual([200, state]);
  });
});
