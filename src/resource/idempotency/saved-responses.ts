import { compiled } from '../../database/compiled-query.ts';
import type { EngineName, Queries } from '../../database/storage.ts';
import type { IdempotencyKeyTable, IdempotencyTables } from './storage.ts';

/** How long a response is saved for repeated requests. */
const RETENTION_MS = 24 * 60 * 60 * 1000;

/** The most expired responses that one write deletes, because the owner's other writes wait for it. */
const MAX_DELETED = 100;

/** A response that is repeated word for word. */
export interface SavedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** Identifies the request that it responds to. */
  readonly fingerprint: string;
}

/** The response to the owner's request with this key, if that was within the last 24 hours. */
export async function findResponse(
  db: Queries<IdempotencyTables>,
  owner: string,
  key: string,
  now = Date.now(),
): Promise<SavedResponse | undefined> {
  const { rows } = await selectResponse(db, { owner, key, after: expiry(now) });
  const [row] = rows;
  return row && { ...row, headers: JSON.parse(row.headers) as Record<string, string> };
}

/** Saves the response to a request with a key. Replaces one that has expired. */
export async function saveResponse(
  trx: Queries<IdempotencyTables>,
  owner: string,
  key: string,
  { fingerprint, status, headers, body }: SavedResponse,
  now = Date.now(),
): Promise<void> {
  await insertResponse(trx, {
    owner,
    key,
    fingerprint,
    status,
    headers: JSON.stringify(headers),
    body,
    created_at: new Date(now).toISOString(),
  });
}

/** Deletes the oldest of the expired responses. PostgreSQL skips those that another transaction is deleting. */
export async function deleteExpired(
  trx: Queries<IdempotencyTables>,
  engine: EngineName,
  now = Date.now(),
): Promise<void> {
  await deleteOldest[engine](trx, { expired: expiry(now) });
}

function expiry(now: number): string {
  return new Date(now - RETENTION_MS).toISOString();
}

const selectResponse = compiled(
  (db: Queries<IdempotencyTables>, { owner, key, after }: { owner: string; key: string; after: string }) =>
    db
      .selectFrom('idempotency_key')
      .select(['fingerprint', 'status', 'headers', 'body'])
      .where('owner', '=', owner)
      .where('key', '=', key)
      .where('created_at', '>', after)
      .compile(),
);

const insertResponse = compiled(
  (
    trx: Queries<IdempotencyTables>,
    { owner, key, fingerprint, status, headers, body, created_at }: IdempotencyKeyTable,
  ) => {
    const saved = { fingerprint, status, headers, body, created_at };
    return trx
      .insertInto('idempotency_key')
      .values({ owner, key, ...saved })
      .onConflict((conflict) => conflict.columns(['owner', 'key']).doUpdateSet(saved))
      .compile();
  },
);

const deleteOldest = {
  sqlite: compiled((trx: Queries<IdempotencyTables>, { expired }: { expired: string }) =>
    deletion(trx, expired, false),
  ),
  postgres: compiled((trx: Queries<IdempotencyTables>, { expired }: { expired: string }) =>
    deletion(trx, expired, true),
  ),
} satisfies Record<EngineName, unknown>;

function deletion(trx: Queries<IdempotencyTables>, expired: string, skipsLocked: boolean) {
  return trx
    .deleteFrom('idempotency_key')
    .where((eb) =>
      eb(
        eb.refTuple('owner', 'key'),
        'in',
        eb
          .selectFrom('idempotency_key')
          .select(['owner', 'key'])
          .where('created_at', '<=', expired)
          .orderBy('created_at')
          .limit(MAX_DELETED)
          .$if(skipsLocked, (oldest) => oldest.forUpdate().skipLocked())
          .$asTuple('owner', 'key'),
      ),
    )
    .compile();
}
