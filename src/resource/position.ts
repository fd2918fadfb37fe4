import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';

/**
 * The position of a row in the order of creation: 43 bits of milliseconds, then a 20-bit counter.
 *
 * The position is the start of the row's UUIDv7 without version and variant: 48 bits of time, then the counter in the
 * 12 bits of rand_a and the first 8 bits of rand_b (RFC 9562, section 6.2, method 1). A row is therefore found by its
 * id without an index on the id, and ids created within one millisecond sort in order of creation.
 */
export type Position = bigint;

const COUNTER_BITS = 20n;
/** The database stores a signed 64-bit integer, which lasts until the year 2248. */
const MAX_POSITION = 2n ** 63n - 1n;

const UUID_V7 =
  /^([0-9a-f]{8})-([0-9a-f]{4})-7([0-9a-f]{3})-([89ab][0-9a-f])([0-9a-f])[0-9a-f]-[0-9a-f]{12}$/;

/**
 * Returns a random first value for the counter, in its lower half, so that owners who write in the same millisecond
 * rarely collide.
 */
export function randomCounter(): number {
  return randomInt(2 ** (Number(COUNTER_BITS) - 1));
}

/** The position for a row created now: from the clock, or right after `newest` if the clock is behind it. */
export function positionAfter(newest: Position | undefined, milliseconds: number, counter = 0): Position {
  const byClock = (BigInt(milliseconds) << COUNTER_BITS) | BigInt(counter);
  return newest === undefined || byClock > newest ? byClock : newest + 1n;
}

/** A new id that contains the position; the other 54 bits are random. */
export function idAt(position: Position): string {
  const counter = Number(BigInt.asUintN(Number(COUNTER_BITS), position));
  // uuid's `seq` is the 32 bits after the time: the counter, then 12 bits that are random here.
  return v7({ msecs: millisecondsOf(position), seq: (counter << 12) | randomInt(2 ** 12) });
}

/** The position in a lower-case id, or undefined for an id that this service never creates. */
export function positionOf(id: string): Position | undefined {
  const [, high, low, randA, randB1, randB2] = UUID_V7.exec(id) ?? [];
  if (high === undefined || low === undefined || randA === undefined) return undefined;
  if (randB1 === undefined || randB2 === undefined) return undefined;
  // The variant takes the first 2 of these 12 bits, and 2 more are left over at the end.
  const counter = (Number.parseInt(randA, 16) << 8) | ((Number.parseInt(randB1 + randB2, 16) >> 2) & 0xff);
  const position = (BigInt(`0x${high}${low}`) << COUNTER_BITS) | BigInt(counter);
  return position <= MAX_POSITION ? position : undefined;
}

/** The position of a stored row. Throws if the id contains none, which cannot happen for an inserted row. */
export function storedPosition({ id }: { readonly id: string }): Position {
  const position = positionOf(id);
  if (position === undefined) throw new Error(`The stored id ${id} has no position`);
  return position;
}

/** The `createdAt` of the item with this id. */
export function createdAtOf(id: string): string {
  return new Date(millisecondsOf(storedPosition({ id }))).toISOString();
}

/** When the row at a position was created, in milliseconds since 1970. */
export function millisecondsOf(position: Position): number {
  return Number(position >> COUNTER_BITS);
}
