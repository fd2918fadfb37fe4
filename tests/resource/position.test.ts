import { v4, v7, validate, version } from 'uuid';
import { describe, expect, test } from '@jest/globals';
import { idAt, millisecondsOf, positionAfter, positionOf } from '../../src/resource/position.ts';
import { seededRandom } from '../../src/sandbox/random.ts';

const now = Date.parse('2026-03-01T12:00:00.123Z');

test('creates an id that is a UUIDv7 of its time and contains its position', () => {
  const random = seededRandom(1);
  for (let round = 0; round < 1000; round += 1) {
    const position = (BigInt(now + round) << 20n) | BigInt(Math.floor(random() * 2 ** 20));
    const id = idAt(position);
    expect(validate(id) && version(id)).toBe(7);
    expect(positionOf(id)).toBe(position);
    expect(millisecondsOf(position)).toBe(now + round);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(now + round);
  }
});

test('creates ids that sort like their positions', () => {
  const positions = [0n, 1n, 255n, 256n, 2n ** 12n, 2n ** 20n - 1n, 2n ** 20n, 2n ** 21n + 5n];
  const ids = positions.map((offset) => idAt((BigInt(now) << 20n) + offset));
  expect(ids.toSorted()).toEqual(ids);
});

test('creates different ids at the same position', () => {
  expect(idAt(5n)).not.toBe(idAt(5n));
});

describe('the next position', () => {
  test('follows the clock', () => {
    expect(positionAfter(undefined, now)).toBe(BigInt(now) << 20n);
    expect(positionAfter(BigInt(now - 1) << 20n, now)).toBe(BigInt(now) << 20n);
  });

  test('increments the counter within a millisecond', () => {
    expect(positionAfter(BigInt(now) << 20n, now)).toBe((BigInt(now) << 20n) + 1n);
  });

  test('follows the newest position when the clock has gone back', () => {
    const newest = positionAfter(undefined, now);
    expect(positionAfter(newest, now - 60_000)).toBe(newest + 1n);
  });

  test('overflows into the next millisecond when the counter is full', () => {
    const full = (BigInt(now) << 20n) | 0xfffffn;
    expect(millisecondsOf(positionAfter(full, now))).toBe(now + 1);
  });
});

test.each([
  ['of a different version', v4()],
  ['in upper case', v7().toUpperCase()],
  ['of a variant that is not RFC 9562', '019ca0b0-0000-7000-c000-000000000000'],
  ['beyond the last position', 'ffffffff-ffff-7000-8000-000000000000'],
  ['that is not a UUID', 'items'],
])('finds no position in an id %s', (_kind, id) => {
  expect(positionOf(id)).toBeUndefined();
});
