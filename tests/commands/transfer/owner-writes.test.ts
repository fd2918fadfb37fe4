import { describe, expect, test } from '@jest/globals';
import { ownerWrites } from '../../../src/commands/transfer/owner-writes.ts';

/** A write that runs until the test resolves it. */
function pending() {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let started = false;
  return {
    resolve,
    reject,
    isStarted: () => started,
    write: async () => {
      started = true;
      await promise;
    },
  };
}

describe('ownerWrites', () => {
  test('runs one write per owner at a time, and never more than the limit in total', async () => {
    const writes = ownerWrites(2);
    const [one, again, other, third] = [pending(), pending(), pending(), pending()];
    await writes.start('ada', one.write);
    await writes.start('ben', other.write);
    const waiting = (async () => {
      await writes.start('ada', again.write);
      await writes.start('cy', third.write);
    })();
    other.resolve(undefined);
    await new Promise(setImmediate);
    expect([again.isStarted(), third.isStarted()]).toEqual([false, false]);
    one.resolve(undefined);
    await waiting;
    expect([again.isStarted(), third.isStarted()]).toEqual([true, true]);
    again.resolve(undefined);
    third.resolve(undefined);
    await writes.finish();
  });

  test('starts no write after one has failed, and throws its error at the end', async () => {
    const writes = ownerWrites(2);
    const [one, other, third] = [pending(), pending(), pending()];
    await writes.start('ada', one.write);
    await writes.start('ben', other.write);
    one.reject(new Error('refused'));
    await expect(writes.start('cy', third.write)).rejects.toThrow('refused');
    expect(third.isStarted()).toBe(false);
    other.resolve(undefined);
    await writes.settle();
    await expect(writes.finish()).rejects.toThrow('refused');
  });
});
