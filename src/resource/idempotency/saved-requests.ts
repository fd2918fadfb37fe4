import { compiled } from '../../database/compiled-query.ts';
import type { EngineName, Queries } from '../../database/storage.ts';
import { type Account, charge, QuotaExceeded, unlimited } from '../owner/account.ts';
import type { OwnerTables } from '../owner/storage.ts';
import type { IdempotencyKeyTable, IdempotencyTables } from './storage.ts';

/** How long a request with a key is remembered. Repeated requests within this time get the same response. */
const RETENTION_MS = 24 * 60 * 60 * 1000;

/** The maximum number of requests that one write deletes. The owner's other writes wait for it. */
const MAX_DELETED = 100;

/** A request with a key. Its response is repeated for requests with the same key. */
export interface SavedRequest {
  /**
   * The id of the created item, or the results of a batch. The response is derived from it and from the body, which the
   * repeated request contains too.
   */
  readonly result: string;
  readonly fingerprint: string;
}

/** Returns the owner's request with this key, unless it is older than 24 hours. */
export async function findRequest(
  db: Queries<IdempotencyTables>,
  owner: string,
  key: string,
  now = Date.now(),
): Promise<SavedRequest | undefined> {
  const { rows } = await selectRequest(db, { owner, key, after: expiry(now) });
  return rows[0];
}

/**
 * Saves a request with a key, and counts the key. Replaces an expired request with the same key. Throws
 * `QuotaExceeded`.
 */
export async function saveRequest(
  trx: Queries<IdempotencyTables>,
  account: Account,
  key: string,
  { fingerprint, result }: SavedRequest,
  now = Date.now(),
): Promise<void> {
  const { owner } = account;
  const row = { owner, key, fingerprint, item_id: result, created_at: new Date(now).toISOString() };
  const { numAffectedRows } = await insertRequest(trx, row);
  if (numAffectedRows === 1n) await chargeKey(trx, account, now);
  else await updateRequest(trx, row);
}

/** Counts a key. If the quota is exceeded, deletes expired requests of the owner to make space for it. */
async function chargeKey(trx: Queries<IdempotencyTables>, account: Account, now: number): Promise<void> {
  try {
    await charge(trx, account, { keys: 1 }, now);
  } catch (error) {
    // `charge` counted the key before it threw. If no request has expired, rethrowing the error rolls the count back.
    const count = error instanceof QuotaExceeded ? await deleteExpiredOf(trx, account.owner, now) : 0;
    if (count === 0) throw error;
  }
}

/** Deletes expired requests of the owner who has the oldest one. On PostgreSQL, skips an owner who is writing. */
export async function deleteExpired(
  trx: Queries<IdempotencyTables & OwnerTables>,
  engine: EngineName,
  now = Date.now(),
): Promise<void> {
  const { rows } = await selectOldest(trx, { expired: expiry(now) });
  const [oldest] = rows;
  if (oldest === undefined) return;
  if (engine === 'postgres' && (await tryLockOwner(trx, oldest)).rows.length === 0) return;
  await deleteExpiredOf(trx, oldest.owner, now);
}

/** Deletes the oldest of an owner's expired requests, and returns how many. */
async function deleteExpiredOf(trx: Queries<IdempotencyTables>, owner: string, now: number): Promise<number> {
  const { numAffectedRows } = await deleteOldest(trx, { owner, expired: expiry(now) });
  return await subtractKeys(trx, owner, Number(numAffectedRows), now);
}

/** Deletes some of an owner's requests, expired or not. Returns how many: 0 if there are none. */
export async function deleteRequests(trx: Queries<IdempotencyTables>, owner: string): Promise<number> {
  const { numAffectedRows } = await deleteAny(trx, { owner });
  return await subtractKeys(trx, owner, Number(numAffectedRows), Date.now());
}

/** Subtracts deleted keys from the owner's usage. Returns their number. */
async function subtractKeys(trx: unknown, owner: string, count: number, now: number): Promise<number> {
  if (count > 0) await charge(trx, { owner, quotas: unlimited }, { keys: -count }, now);
  return count;
}

function expiry(now: number): string {
  return new Date(now - RETENTION_MS).toISOString();
}

type Db = Queries<IdempotencyTables>;

const selectRequest = compiled(
  (db: Db, { owner, key, after }: { owner: string; key: string; after: string }) =>
    db
      .selectFrom('idempotency_key')
      .select(['fingerprint', 'item_id as result'])
      .where('owner', '=', owner)
      .where('key', '=', key)
      .where('created_at', '>', after)
      .compile(),
);

const insertRequest = compiled(
  (trx: Db, { owner, key, fingerprint, item_id, created_at }: IdempotencyKeyTable) =>
    trx
      .insertInto('idempotency_key')
      .values({ owner, key, fingerprint, item_id, created_at })
      .onConflict((conflict) => conflict.columns(['owner', 'key']).doNothing())
      .compile(),
);

const updateRequest = compiled(
  (trx: Db, { owner, key, fingerprint, item_id, created_at }: IdempotencyKeyTable) =>
    trx
      .updateTable('idempotency_key')
      .set({ fingerprint, item_id, created_at })
      .where('owner', '=', owner)
      .where('key', '=', key)
      .compile(),
);

const selectOldest = compiled((trx: Db, { expired }: { expired: string }) =>
  trx
    .selectFrom('idempotency_key')
    .select('owner')
    .where('created_at', '<=', expired)
    .orderBy('created_at')
    .limit(1)
    .compile(),
);

const tryLockOwner = compiled((trx: Queries<OwnerTables>, { owner }: { owner: string }) =>
  trx.selectFrom('owner').select('owner').where('owner', '=', owner).forUpdate().skipLocked().compile(),
);

const deleteOldest = compiled((trx: Db, { owner, expired }: { owner: string; expired: string }) =>
  trx
    .deleteFrom('idempotency_key')
    .where('owner', '=', owner)
    .where('key', 'in', (eb) =>
      eb
        .selectFrom('idempotency_key')
        .select('key')
        .where('owner', '=', owner)
        .where('created_at', '<=', expired)
        .orderBy('created_at')
        .limit(MAX_DELETED),
    )
    .compile(),
);

const deleteAny = compiled((trx: Db, { owner }: { owner: string }) =>
  trx
    .deleteFrom('idempotency_key')
    .where('owner', '=', owner)
    .where('key', 'in', (eb) =>
      eb.selectFrom('idempotency_key').select('key').where('owner', '=', owner).limit(MAX_DELETED),
    )
    .compile(),
);
