import { expect, test } from '@jest/globals';
import { sparing } from '../../src/observability/throttle.ts';

/** A read that takes so many milliseconds of a clock that the test moves. */
function slowRead(milliseconds: number) {
  let time = 0;
  let reads = 0;
  let failing = false;
  const read = sparing(
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

test('a read takes a thousandth of the time at most', async () => {
  const { read, pass } = slowRead(20);
  expect(await read()).toBe(1);
  pass(19_000);
  expect(await read()).toBe(1);
  pass(1000);
  expect(await read()).toBe(2);
});

test('those who ask at once share a read', async () => {
  const { read } = slowRead(0);
  expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
  expect(await read()).toBe(2);
});

test('a read that failed is done again at once', async () => {
  const { read, fail } = slowRead(20);
  fail(true);
  await expect(read()).rejects.toThrow('gone');
  fail(false);
  expect(await read()).toBe(2);
});
