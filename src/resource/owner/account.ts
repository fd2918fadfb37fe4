// An owner's usage and quotas. Every write of an owner begins by updating the owner's row: one statement gives the
// write its position, counts what it adds, and returns the totals.
import { sql } from 'kysely';
import { compiled } from '../../database/compiled-query.ts';
import type { Queries } from '../../database/storage.ts';
import { type Position, positionAfter, randomCounter } from '../position.ts';
import type { OwnerTables } from './storage.ts';

/** An owner's usage, or a change of it. */
export interface Usage {
  readonly items: number;
  /** The size of the rows, without indexes. */
  readonly bytes: number;
  /** Idempotency keys that have not expired. */
  readonly keys: number;
  /** The subscribers of the owner's events. */
  readonly webhooks: number;
}

/** The maximum usage of each owner. */
export type Quotas = Usage;

export const unlimited: Quotas = { items: Infinity, bytes: Infinity, keys: Infinity, webhooks: Infinity };

/** The owner that a write belongs to, and the quotas that the write must respect. */
export interface Account {
  readonly owner: string;
  readonly quotas: Quotas;
  /** The system clock by default. */
  readonly clock?: Clock;
  /** Receives the position of each write, and the owner's usage after it. */
  readonly onCharge?: (position: Position, usage: Usage) => void;
}

/** Returns the time, in milliseconds since 1970. */
export type Clock = () => number;

/** Returns the current time of an account, in milliseconds since 1970. */
export function timeOf({ clock = Date.now }: Account): number {
  return clock();
}

/** Thrown if a write would exceed a quota. Its transaction is rolled back. */
export class QuotaExceeded extends Error {
  override readonly name = 'QuotaExceeded';
  readonly quota: keyof Quotas;
  readonly max: number;
  /** How much the write would exceed the quota by. */
  readonly excess: number;
  /** How many items of the write fit in the quota, counted from the first. */
  readonly fitting: number;

  constructor(quota: keyof Quotas, max: number, excess: number, fitting = 0) {
    super(`The quota of ${max} ${quota} is exceeded`);
    this.quota = quota;
    this.max = max;
    this.excess = excess;
    this.fitting = fitting;
  }
}

/**
 * Adds a change to an owner's usage and advances the owner's clock: to `now`, or by one if the clock is ahead.
 * Returns the clock, which is the position of the write. Throws `QuotaExceeded` if the change increases a usage beyond
 * its quota.
 */
export async function charge(
  trx: unknown,
  account: Account,
  change: Partial<Usage>,
  now = timeOf(account),
): Promise<Position> {
  return await chargeAt(trx, account, change, positionAfter(undefined, now, randomCounter()));
}

/**
 * Like `charge`, but advances the clock at least to `position`. With `steps`, the write gets that many consecutive
 * positions, of which the first is at least `position`. Returns the last position.
 */
export async function chargeAt(
  trx: unknown,
  { owner, quotas, onCharge }: Account,
  { items = 0, bytes = 0, keys = 0, webhooks = 0 }: Partial<Usage>,
  position: Position,
  steps = 1,
): Promise<Position> {
  const change = { items, bytes, keys, webhooks };
  const db = trx as Queries<OwnerTables>;
  // SQLite would add a number as a floating-point value, and round the clock.
  const values = { owner, position, last: position + BigInt(steps - 1), steps: BigInt(steps), ...change };
  const [row = (await insertOwner(db, values)).rows[0]] = (await updateOwner(db, values)).rows;
  if (row === undefined) throw new Error('The row of an owner was deleted');
  const { clock, ...total } = row;
  for (const quota of ['items', 'bytes', 'keys', 'webhooks'] as const) {
    const excess = total[quota] - quotas[quota];
    if (change[quota] > 0 && excess > 0) throw new QuotaExceeded(quota, quotas[quota], excess);
  }
  const charged = BigInt(clock);
  onCharge?.(charged, total);
  return charged;
}

interface Values extends Usage {
  readonly owner: string;
  readonly position: Position;
  /** `position` plus the steps after the first. */
  readonly last: Position;
  readonly steps: bigint;
}

/** Selects the clock as text, because the drivers round or reject 63-bit integers. */
interface Row extends Usage {
  readonly clock: string;
}

const returned = sql`cast(clock as text) as clock, item_count as items, stored_bytes as bytes, key_count as keys,
  webhook_count as webhooks`;

const updateOwner = compiled((trx: Queries<OwnerTables>, values: Values) => {
  const { owner, position, last, steps, items, bytes, keys, webhooks } = values;
  return sql<Row>`
    update owner set
      clock = case when clock < ${position} then ${last} else clock + ${steps} end,
      item_count = item_count + ${items},
      stored_bytes = stored_bytes + ${bytes},
      key_count = key_count + ${keys},
      webhook_count = webhook_count + ${webhooks}
    where owner = ${owner}
    returning ${returned}`.compile(trx);
});

const insertOwner = compiled((trx: Queries<OwnerTables>, values: Values) => {
  const { owner, last, items, bytes, keys, webhooks } = values;
  return sql<Row>`
    insert into owner (owner, clock, item_count, stored_bytes, key_count, webhook_count)
    values (${owner}, ${last}, ${items}, ${bytes}, ${keys}, ${webhooks})
    returning ${returned}`.compile(trx);
});
