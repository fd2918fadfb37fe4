import { describe, expect, test } from '@jest/globals';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

describe('getLiveness', () => {
  test.each(['starting', 'ready', 'draining'] as const)('answers 200 while %s', async (state) => {
    const { lifecycle } = server.service;
    lifecycle.state = state;
    const answer = await send('GET', '/health/live', { as: null });
    lifecycle.state = 'ready';
    expect([answer.status, answer.body]).toEqual([200, { status: 'alive' }]);
  });
});
