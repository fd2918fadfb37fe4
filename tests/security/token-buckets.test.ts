import { describe, expect, test } from '@jest/globals';
import { tokenBuckets } from '../../src/security/token-buckets.ts';

const windowSeconds = 60;

/** Buckets with quotas of ten requests and of 1,000 other units per minute, and their clock. */
function buckets() {
  let now = 1_000_000;
  const { count, charge } = tokenBuckets(windowSeconds, () => now);
  const quotas = [10, 1000];
  return {
    wait: (seconds: number) => (now += seconds * 1000),
    count: (key = 'ann') => count(key, quotas),
    charge: (amount: number, key = 'ann') => {
      charge(key, quotas, [0, amount]);
    },
    /** Counts requests until one is refused. Returns how many were admitted. */
    countAll: () => {
      let counted = 0;
      while (count('ann', quotas).exhausted === -1) counted += 1;
      return counted;
    },
  };
}

describe('a token bucket', () => {
  test('admits its quota at once, and then as much per window', () => {
    const { countAll, wait } = buckets();
    expect(countAll()).toBe(10);
    wait(30);
    expect(countAll()).toBe(5);
    wait(600);
    expect(countAll()).toBe(10);
  });

  test('does not admit twice the quota at the boundary of a window', () => {
    const { countAll, count, wait } = buckets();
    count();
    wait(59.9);
    expect(countAll()).toBeGreaterThanOrEqual(9);
    // With fixed windows, ten more would be admitted.
    wait(0.2);
    expect(countAll()).toBe(0);
  });

  test('does not count refused requests', () => {
    const { countAll, count, wait } = buckets();
    countAll();
    for (let n = 0; n < 1000; n += 1) expect(count().exhausted).toBe(0);
    wait(6.001);
    expect(countAll()).toBe(1);
  });

  test('refuses requests while a cost is above its quota', () => {
    const { count, charge, wait } = buckets();
    charge(1060);
    expect(count().exhausted).toBe(1);
    wait(3);
    expect(count().exhausted).toBe(1);
    wait(1);
    expect(count().exhausted).toBe(-1);
  });

  test('ignores the cost beyond two quotas, so that no key waits longer than a window', () => {
    const { count, charge, wait } = buckets();
    charge(1_000_000);
    wait(60);
    expect(count().exhausted).toBe(-1);
  });

  test('counts each key separately', () => {
    const { count, charge } = buckets();
    charge(2000, 'ann');
    expect([count('ann').exhausted, count('ben').exhausted]).toEqual([1, -1]);
  });

  test('changes no count when its clock is set back', () => {
    const { countAll, count, wait } = buckets();
    countAll();
    wait(-3600);
    expect(count().exhausted).toBe(0);
    wait(30);
    expect(countAll()).toBe(5);
  });
});
