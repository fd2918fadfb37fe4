import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';

/**
 * The place of a task in the order of creation: 43 bits for the millisecond, 20 for a counter within it.
 *
 * It is the beginning of the task's UUIDv7, version and variant left out: 48 bits of time, then the counter in the
 * 12 bits of rand_a and the first 8 of rand_b (RFC 9562, section 6.2, method 1). So a task is found by its id with no
 * index on the id, and where two tasks are created in one millisecond their ids are in order too.
 */
export type Position = bigint;

const COUNTER_BITS = 20n;
/** The database keeps it as a signed 64-bit integer. That is enough until the year 2248. */
const LAST_POSITION = 2n ** 63n - 1n;

const UUID_V7 =
  /^([0-9a-f]{8})-([0-9a-f]{4})-7([0-9a-f]{3})-([89ab][0-9a-f])([0-9a-f])[0-9a-f]-[0-9a-f]{12}$/;

/** Where the counter of a millisecond begins for an owner: anywhere in its lower half, so that few owners meet. */
export function firstCounter(): number {
  return randomInt(2 ** (Number(COUNTER_BITS) - 1));
}

/** The position for a task created at a moment, after the newest one where that is not before it. */
export function positionAfter(newest: Position | undefined, milliseconds: number, counter = 0): Position {
  const byClock = (BigInt(milliseconds) << COUNTER_BITS) | BigInt(counter);
  return newest === undefined || byClock > newest ? byClock : newest + 1n;
}

/** A new id with a position in it; the other 54 bits are random. */
export function idAt(position: Position): string {
  const counter = Number(BigInt.asUintN(Number(COUNTER_BITS), position));
  // uuid's `seq` are the 32 bits behind the time: the counter, and 12 that are random here.
  return v7({ msecs: millisecondsOf(position), seq: (counter << 12) | randomInt(2 ** 12) });
}

/** The position in an id in lower case, or undefined for one that no task can have. */
export function positionOf(id: string): Position | undefined {
  const [, high, low, randA, randB1, randB2] = UUID_V7.exec(id) ?? [];
  if (high === undefined || low === undefined || randA === undefined) return undefined;
  if (randB1 === undefined || randB2 === undefined) return undefined;
  // The variant takes the first 2 of the 10 or 12 bits that are read here.
  const counter = (Number.parseInt(randA, 16) << 8) | ((Number.parseInt(randB1 + randB2, 16) >> 2) & 0xff);
  const position = (BigInt(`0x${high}${low}`) << COUNTER_BITS) | BigInt(counter);
  return position <= LAST_POSITION ? position : undefined;
}

/** When the task at a position was created, in milliseconds since 1970. */
export function millisecondsOf(position: Position): number {
  return Number(position >> COUNTER_BITS);
}
