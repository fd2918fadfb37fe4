import { compiled } from '../database/compiled-query.ts';
import type { EngineName, Queries } from '../database/storage.ts';
import type { IdempotencyKeyTable, IdempotencyTables } from '../resource/idempotency/storage.ts';

/** How long an answer is kept for a repeated request. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** At most so many expired answers are forgotten at a time: the write that does it has others waiting behind it. */
const FORGOTTEN_AT_ONCE = 100;

/** An answer as it is given again, word for word. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** The answer that an owner's request with this key was given in the last 24 hours, and its fingerprint. */
export async function findAnswer(
  db: Queries<IdempotencyTables>,
  owner: string,
  key: string,
  now = Date.now(),
): Promise<(KeptAnswer & { readonly fingerprint: string }) | undefined> {
  const { rows } = await selectAnswer(db, { owner, key, after: expiry(now) });
  const [row] = rows;
  return row && { ...row, headers: JSON.parse(row.headers) as Record<string, string> };
}

/** Keeps the answer to a request with a key, in place of one that has expired. */
export async function keepAnswer(
  trx: Queries<IdempotencyTables>,
  owner: string,
  key: string,
  fingerprint: string,
  answer: KeptAnswer,
  now = Date.now(),
): Promise<void> {
  await insertAnswer(trx, {
    owner,
    key,
    fingerprint,
    status: answer.status,
    headers: JSON.stringify(answer.headers),
    body: answer.body,
    created_at: new Date(now).toISOString(),
  });
}

/** Deletes the oldest of the expired responses. PostgreSQL skips those that another transaction is deleting. */
export async function forgetExpired(
  trx: Queries<IdempotencyTables>,
  engine: EngineName,
  now = Date.now(),
): Promise<void> {
  await deleteExpired[engine](trx, { expired: expiry(now) });
}

function expiry(now: number): string {
  return new Date(now - KEPT_MS).toISOString();
}

const selectAnswer = compiled(
  (db: Queries<IdempotencyTables>, { owner, key, after }: { owner: string; key: string; after: string }) =>
    db
      .selectFrom('idempotency_key')
      .select(['fingerprint', 'status', 'headers', 'body'])
      .where('owner', '=', owner)
      .where('key', '=', key)
      .where('created_at', '>', after)
      .compile(),
);

const insertAnswer = compiled(
  (
    trx: Queries<IdempotencyTables>,
    { owner, key, fingerprint, status, headers, body, created_at }: IdempotencyKeyTable,
  ) => {
    const kept = { fingerprint, status, headers, body, created_at };
    return trx
      .insertInto('idempotency_key')
      .values({ owner, key, ...kept })
      .onConflict((conflict) => conflict.columns(['owner', 'key']).doUpdateSet(kept))
      .compile();
  },
);

const deleteExpired = {
  sqlite: compiled((trx: Queries<IdempotencyTables>, { expired }: { expired: string }) =>
    deletion(trx, expired, false),
  ),
  postgres: compiled((trx: Queries<IdempotencyTables>, { expired }: { expired: string }) =>
    deletion(trx, expired, true),
  ),
} satisfies Record<EngineName, unknown>;

function deletion(trx: Queries<IdempotencyTables>, expired: string, isSkipping: boolean) {
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
          .limit(FORGOTTEN_AT_ONCE)
          .$if(isSkipping, (oldest) => oldest.forUpdate().skipLocked())
          .$asTuple('owner', 'key'),
      ),
    )
    .compile();
}
