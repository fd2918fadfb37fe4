import { describe, expect, test } from '@jest/globals';
import { writesByOwner } from '../../../src/commands/transfer/writes.ts';

/** A write that is under way until it is told to end. */
function pending() {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let begun = false;
  return {
    resolve,
    reject,
    isBegun: () => begun,
    write: async () => {
      begun = true;
      await promise;
    },
  };
}

describe('writes beside each other', () => {
  test('are one of an owner at a time, and no more in all than they may be', async () => {
    const writes = writesByOwner(2);
    const [one, again, other, third] = [pending(), pending(), pending(), pending()];
    await writes.begin('ada', one.write);
    await writes.begin('ben', other.write);
    const waiting = (async () => {
      await writes.begin('ada', again.write);
      await writes.begin('cy', third.write);
    })();
    other.resolve(undefined);
    await new Promise(setImmediate);
    expect([again.isBegun(), third.isBegun()]).toEqual([false, false]);
    one.resolve(undefined);
    await waiting;
    expect([again.isBegun(), third.isBegun()]).toEqual([true, true]);
    again.resolve(undefined);
    third.resolve(undefined);
    await writes.end();
  });

  test('that fail keep others from being begun, and are told once all have ended', async () => {
    const writes = writesByOwner(2);
    const [one, other, third] = [pending(), pending(), pending()];
    await writes.begin('ada', one.write);
    await writes.begin('ben', other.write);
    one.reject(new Error('refused'));
    await expect(writes.begin('cy', third.write)).rejects.toThrow('refused');
    expect(third.isBegun()).toBe(false);
    other.resolve(undefined);
    await writes.settle();
    await expect(writes.end()).rejects.toThrow('refused');
  });
});
