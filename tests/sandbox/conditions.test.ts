// Latency, random errors and outages.
import { describe, expect, test } from '@jest/globals';
import { useSandbox } from '../support/sandbox.ts';
import type { TestSandbox } from '../support/sandbox.ts';

/** The statuses of a series of requests. */
async function series(sandbox: Pick<TestSandbox, 'send'>, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) {
    statuses.push((await sandbox.send('GET', '/summary')).status);
  }
  return statuses;
}

describe('latency', () => {
  const sandbox = useSandbox({ latency: [200, 250] });

  test('delays requests, and does not charge the delays to the user', async () => {
    const start = performance.now();
    await series(sandbox, 3);
    expect(performance.now() - start).toBeGreaterThanOrEqual(597);
    const { headers } = await sandbox.send('GET', '/summary');
    // The delays are not charged to the user. Otherwise, they would use 800 of 20,000 ms, and only about 300 ms would have
    // been restored by now.
    const [, remaining] = /"time";r=(\d+);/.exec(headers.get('RateLimit') ?? '') ?? [];
    expect(Number(remaining)).toBeGreaterThan(19_700);
  });
});

describe('an error rate', () => {
  const sandbox = useSandbox({ errorRate: 0.3 });

  test('returns documented errors, and repeats them in the same order after a reset', async () => {
    const first = await series(sandbox, 60);
    const errors = first.filter((status) => status !== 200);
    expect(errors.length).toBeGreaterThan(8);
    expect(errors.length).toBeLessThan(32);
    expect([...new Set(errors)].sort()).toEqual([429, 500, 503]);
    await sandbox.send('POST', '/sandbox/reset');
    expect(await series(sandbox, 60)).toEqual(first);
  });

  test('does not affect health checks', async () => {
    for (let index = 0; index < 20; index += 1) {
      expect((await sandbox.send('GET', '/health/ready')).status).toBe(200);
    }
  });
});

describe('an outage', () => {
  const sandbox = useSandbox();
  const start = (body: object) => sandbox.send('POST', '/sandbox/outage', { body });

  test('returns 503 until it ends', async () => {
    const { status, body } = await start({ seconds: 600 });
    expect(status).toBe(200);
    expect(Date.parse(String(body.until))).toBeGreaterThan(Date.now());
    const unavailable = await sandbox.send('GET', '/tasks');
    expect(unavailable.status).toBe(503);
    expect(Number(unavailable.headers.get('Retry-After'))).toBeGreaterThan(550);
    expect((await sandbox.send('GET', '/health/ready')).status).toBe(503);
    expect((await sandbox.send('GET', '/health/live')).status).toBe(200);
    await start({ seconds: 0 });
    expect((await sandbox.send('GET', '/tasks')).status).toBe(200);
  });

  test('ends when the clock is set to a later time', async () => {
    await start({ seconds: 600 });
    await sandbox.send('POST', '/sandbox/clock', { body: { advanceSeconds: 601 } });
    expect((await sandbox.send('GET', '/tasks')).status).toBe(200);
  });

  test('closes connections without a response', async () => {
    await start({ seconds: 600, kind: 'disconnect' });
    await expect(sandbox.send('GET', '/tasks')).rejects.toThrow('fetch failed');
    await sandbox.send('POST', '/sandbox/reset');
    expect((await sandbox.send('GET', '/tasks')).status).toBe(200);
  });
});
