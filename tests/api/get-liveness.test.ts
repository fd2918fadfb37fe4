import { describe, expect, test } from '@jest/globals';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

describe('getLiveness', () => {
  test.each(['starting', 'ready', 'draining'] as const)('returns 200 while %s', async (state) => {
    const { lifecycle } = server.service;
    lifecycle.state = state;
    const response = await send('GET', '/health/live', { as: null });
    lifecycle.state = 'ready';
    expect([response.status, response.body]).toEqual([200, { status: 'alive' }]);
  });
});
