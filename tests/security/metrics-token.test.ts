import { describe, expect, test } from '@jest/globals';
import { useServer } from '../support/use-server.ts';

const token = 'metrics-token-of-the-operator';

describe('with METRICS_TOKEN', () => {
  const { server, send } = useServer({ METRICS_TOKEN: token });

  test('accepts the metrics token at /metrics', async () => {
    const headers = { Authorization: `Bearer ${token}` };
    expect((await send('GET', '/metrics', { as: null, headers })).status).toBe(200);
    expect((await send('HEAD', '/metrics', { as: null, headers })).status).toBe(200);
  });

  test('rejects a request to /metrics without a token', async () => {
    const response = await send('GET', '/metrics', { as: null });
    expect([response.status, response.body.type]).toEqual([
      401,
      'urn:problem-type:task-manager-api:unauthorized',
    ]);
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="tasks"');
  });

  test.each([
    ["a user's token", () => server.token()],
    ['a prefix of the token', () => token.slice(0, -1)],
    ['an extended token', () => `${token}x`],
    ['the token in a different case', () => token.toUpperCase()],
  ])('rejects %s at /metrics', async (_name, wrong) => {
    const headers = { Authorization: `Bearer ${await wrong()}` };
    const response = await send('GET', '/metrics', { as: null, headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer realm="tasks", error="invalid_token"/);
    expect(response.text).not.toContain(token);
  });

  test('rejects the metrics token at other operations', async () => {
    const headers = { Authorization: `Bearer ${token}` };
    expect((await send('GET', '/tasks', { as: null, headers })).status).toBe(401);
  });

  test('keeps the probes public', async () => {
    for (const path of ['/health', '/health/live', '/health/ready']) {
      expect((await send('GET', path, { as: null })).status).toBe(200);
    }
  });
});
