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

  test('returns OpenMetrics on request, with the same samples', async () => {
    const server = await startServer({ PROCESS_METRICS: 'false' });
    const read = async (Accept: string) =>
      await client(server)('GET', '/metrics', { as: null, headers: { Accept } });
    const before = await read('text/plain');
    const asked = await read('application/openmetrics-text');
    const after = await read('text/plain');
    await server.close();
    expect(asked.headers.get('Content-Type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    expect(asked.text).toMatch(/\n# EOF\n$/);
    expect(asked.text).not.toContain('\n\n');
    // OpenMetrics names a counter without the suffix of its samples.
    expect(asked.text).toContain('\n# TYPE api_requests counter\napi_requests_total{');
    expect(after.text).toContain('\n# TYPE api_requests_total counter\napi_requests_total{');
    const samples = (text: string): string[] => [...new Set(text.match(/^\w+(?=[ {])/gm))].sort();
    expect(samples(asked.text)).toEqual(samples(before.text));
    expect(samples(after.text)).toEqual(samples(before.text));
  });

  test("requires the metrics token when one is set, and rejects a user's token", async () => {
    const token = 'a-token-for-the-metrics';
    const guarded = await startServer({ METRICS_TOKEN: token });
    const sendTo = client(guarded);
    const none = await sendTo('GET', '/metrics', { as: null });
    const users = await sendTo('GET', '/metrics', { as: 'alice' });
    const right = await sendTo('GET', '/metrics', {
      as: null,
      headers: { Authorization: `Bearer ${token}` },
    });
    const basic = await sendTo('GET', '/metrics', { as: null, headers: { Authorization: 'Basic YTpi' } });
    await guarded.close();
    expect(basic.body.detail).toBe(
      '/metrics requires the metrics token. The Authorization header has the scheme Basic. Use Bearer.',
    );
    expect([none.status, users.status, right.status]).toEqual([401, 401, 200]);
    expect(none.headers.get('WWW-Authenticate')).toBe('Bearer realm="tasks"');
  });
});
