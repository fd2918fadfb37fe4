import { describe, expect, test } from '@jest/globals';
import { exceededBounds, latencyOf } from '../../checks/fairness/bounds.ts';
import type { Figures } from '../../checks/fairness/bounds.ts';
import type { Window } from '../../checks/fairness/steady-user.ts';

const fair: Figures = {
  shape: 'a shape',
  outcomes: { 200: 100 },
  cpuMs: 1,
  read: { aloneMs: 3, duringMs: 14, controlMs: 1 },
  change: { aloneMs: 12, duringMs: 50, controlMs: 1 },
  failures: new Map(),
  failedProbes: new Map(),
  peakMb: 200,
};

/** A window in which all requests take this long, except for one slow read. */
function window(milliseconds: number, slowMs = milliseconds): Window {
  const same = Array.from({ length: 100 }, () => milliseconds);
  const latencies = { read: [slowMs, slowMs, ...same.slice(2)], list: same, change: same, control: same };
  return { latencies, failures: new Map() };
}

describe('the bounds of the fairness check', () => {
  test('hold when the other user waits up to five times as long', () => {
    expect(exceededBounds(fair)).toEqual([]);
  });

  test.each<[string, Partial<Figures>]>([
    ["another user's read takes 6.0 times as long", { read: { aloneMs: 3, duringMs: 18, controlMs: 1 } }],
    [
      "another user's change takes 6.0 times as long",
      { change: { aloneMs: 12, duringMs: 72, controlMs: 1 } },
    ],
    ["another user's read takes NaN times as long", { read: { aloneMs: NaN, duringMs: NaN, controlMs: 1 } }],
    ["another user's requests fail: read 503 × 2", { failures: new Map([['read 503', 2]]) }],
    ['probes fail: /health/ready 503 × 1', { failedProbes: new Map([['/health/ready 503', 1]]) }],
    ['the service ended', { peakMb: undefined }],
    ['the service uses 600 MB', { peakMb: 600 }],
  ])('report that %s', (broken, figures) => {
    expect(exceededBounds({ ...fair, ...figures })).toEqual([broken]);
  });

  test('compare with the control server when the machine is busy', () => {
    expect(exceededBounds({ ...fair, read: { aloneMs: 3, duringMs: 300, controlMs: 100 } })).toEqual([]);
  });

  test('do not count a single slow window', () => {
    const during = [window(3), window(3, 900), window(3)];
    expect(latencyOf('read', [window(2)], during)).toEqual({ aloneMs: 2, duringMs: 3, controlMs: 3 });
  });

  test('count a p99 that is slow in most windows', () => {
    const during = [window(3, 90), window(3, 90), window(3)];
    expect(latencyOf('read', [window(2)], during)).toEqual({ aloneMs: 2, duringMs: 90, controlMs: 3 });
  });
});
