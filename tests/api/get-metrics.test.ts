import { describe, expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

describe('getMetrics', () => {
  test('returns the Prometheus text format with its version', async () => {
    const { status, headers, text } = await send('GET', '/metrics', { as: null });
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(/^# HELP .+\n# TYPE .+\n/);
  });

  test('is acceptable to a scraper that prefers OpenMetrics', async () => {
    const Accept =
      'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1';
    expect((await send('GET', '/metrics', { as: null, headers: { Accept } })).status).toBe(200);
  });

  test('requires the metrics token when one is set, and rejects the token of a user', async () => {
    const token = 'a-token-for-the-metrics';
    const guarded = await startServer({ METRICS_TOKEN: token });
    const sendTo = client(guarded);
    const none = await sendTo('GET', '/metrics', { as: null });
    const users = await sendTo('GET', '/metrics', { as: 'alice' });
    const right = await sendTo('GET', '/metrics', {
      as: null,
      headers: { Authorization: `Bearer ${token}` },
    });
    await guarded.close();
    expect([none.status, users.status, right.status]).toEqual([401, 401, 200]);
    expect(none.headers.get('WWW-Authenticate')).toBe('Bearer realm="tasks"');
  });
});
