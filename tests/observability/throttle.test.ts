import { expect, test } from '@jest/globals';
import { throttle } from '../../src/observability/throttle.ts';

/** A throttled read with this duration on the test's clock. */
function slowRead(milliseconds: number) {
  let time = 0;
  let reads = 0;
  let failing = false;
  const read = throttle(
    async () => {
      time += milliseconds;
      reads += 1;
      if (failing) throw new Error('gone');
      return reads;
    },
    () => time,
  );
  return { read, pass: (more: number) => (time += more), fail: (now: boolean) => (failing = now) };
}

test('reads for at most a thousandth of the time', async () => {
  const { read, pass } = slowRead(20);
  expect(await read()).toBe(1);
  pass(19_000);
  expect(await read()).toBe(1);
  pass(1000);
  expect(await read()).toBe(2);
});

test('shares a read between concurrent callers', async () => {
  const { read } = slowRead(0);
  expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
  expect(await read()).toBe(2);
});

test('repeats a failed read for the next caller', async () => {
  const { read, fail } = slowRead(20);
  fail(true);
  await expect(read()).rejects.toThrow('gone');
  fail(false);
  expect(await read()).toBe(2);
});
