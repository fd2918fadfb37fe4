// The dispatcher's queue: webhooks with events that are due. A dispatcher claims a webhook with a lease, delivers some
// of its events, then records the outcomes and ends the lease in one transaction. If the process ends first, the lease
// expires, and another dispatcher delivers these events again.
import { sql } from 'kysely';
import { compiled } from '../../database/compiled-query.ts';
import type { EngineName, Queries } from '../../database/storage.ts';
import type { Position } from '../../resource/position.ts';
import { disable, type DisablingReason } from '../outbox.ts';
import type { WebhookTables } from '../storage/tables.ts';

type Db = Queries<WebhookTables>;

/** The maximum number of delivered events that stay stored for a webhook. */
const MAX_DELIVERED = 1000;
/** By how much this maximum can be exceeded, so that not every turn deletes events. */
const SURPLUS = 100;

/** A webhook whose events this dispatcher delivers. */
export interface ClaimedWebhook {
  readonly position: Position;
  readonly owner: string;
  readonly id: string;
  readonly url: string;
  readonly generation: number;
  readonly previousExpiresAt: string | null;
  readonly failures: number;
  readonly isSlow: boolean;
}

/** An event to deliver. */
export interface DueDelivery {
  readonly position: Position;
  readonly id: string;
  readonly type: string;
  readonly body: string;
  readonly firstAttemptAt: string | null;
  readonly attempts: string;
  readonly traceparent: string | null;
}

export interface Claim {
  readonly lease: string;
  readonly now: string;
  readonly until: string;
  readonly limit: number;
  /** How many of one owner's webhooks all dispatchers together may have claimed at the same time. */
  readonly maxPerOwner: number;
  /** Whether to claim webhooks with slow or failing receivers, or the others. */
  readonly isSlow: boolean;
}

/**
 * Claims webhooks that are due. Owners take turns. Of one owner's webhooks, the one that has waited longest comes
 * first.
 */
export async function claimWebhooks(trx: Db, engine: EngineName, claim: Claim): Promise<ClaimedWebhook[]> {
  const { rows } = await (engine === 'postgres' ? claimOnPostgres : claimOnSqlite)(trx, {
    ...claim,
    slow: claim.isSlow ? 1 : 0,
  });
  return rows.map(({ position, slow, ...row }) => ({
    ...row,
    position: BigInt(position),
    isSlow: slow === 1,
  }));
}

/**
 * Ends all leases. With SQLite, there is only one dispatcher, so the leases at its start are those of an ended process.
 */
export const endLeases = compiled((trx: Db, _values: object) =>
  sql`update webhook set lease = null, lease_until = null where lease is not null`.compile(trx),
);

/** When the next webhook is due. Undefined if none is. */
export async function nextDue(db: Db): Promise<string | undefined> {
  const [row] = (await selectNextDue(db, {})).rows;
  return row?.due_at ?? undefined;
}

/** Events of a webhook that are due, the one that has waited longest first. */
export async function dueDeliveries(
  db: Db,
  webhook: Position,
  now: string,
  limit: number,
): Promise<DueDelivery[]> {
  const { rows } = await selectDue(db, { webhook, now, limit });
  return rows.map(({ position, ...row }) => ({ ...row, position: BigInt(position) }));
}

/** The outcome of an attempt. */
export interface Outcome {
  readonly position: Position;
  readonly attempts: string;
  readonly firstAttemptAt: string;
  /** Null if the attempt failed. */
  readonly deliveredAt: string | null;
  /** Unchanged if the event was delivered. */
  readonly nextAttemptAt: string;
}

/** The outcomes of a turn. */
export interface Turn {
  readonly webhook: Position;
  readonly lease: string;
  readonly outcomes: readonly Outcome[];
  /** The number of failures since the last success. */
  readonly failures: number;
  readonly isSlow: boolean;
  /** No attempts are made for the webhook before this time. */
  readonly pausedUntil: string;
  /** Whether all undelivered events become due now, because the receiver works again. */
  readonly hasRecovered: boolean;
  readonly disable: DisablingReason | undefined;
  readonly now: string;
}

/**
 * Records the outcomes of a turn, and ends the lease. Must run in one of the owner's writes, which exclude other
 * writers of the webhook.
 */
export async function recordTurn(trx: Db, turn: Turn): Promise<void> {
  const { webhook, now } = turn;
  let delivered = 0;
  for (const outcome of turn.outcomes) {
    const { numAffectedRows } = await recordOutcome(trx, { webhook, ...outcome });
    if (outcome.deliveredAt !== null) delivered += Number(numAffectedRows);
  }
  if (turn.hasRecovered) await hastenAll(trx, { webhook, now });
  const [row] = (await endTurn(trx, { ...turn, slow: turn.isSlow ? 1 : 0, delivered })).rows;
  if (row !== undefined && row.stored > MAX_DELIVERED + SURPLUS) {
    const { numAffectedRows } = await deleteDelivered(trx, { webhook, limit: row.stored - MAX_DELIVERED });
    await addDelivered(trx, { webhook, rows: -Number(numAffectedRows) });
  }
  if (turn.disable !== undefined) await disable(trx, { webhook, reason: turn.disable, now });
}

interface ClaimValues extends Omit<Claim, 'isSlow'> {
  readonly slow: number;
}

/** Webhooks with a lease rank before the other webhooks of their owner, so that they count towards `maxPerOwner`. */
const claimQuery = (locking: ReturnType<typeof sql>) =>
  compiled((trx: Db, { lease, now, until, limit, maxPerOwner, slow }: ClaimValues) =>
    sql<Omit<ClaimedWebhook, 'position' | 'isSlow'> & { position: string; slow: number }>`
      update webhook set lease = ${lease}, lease_until = ${until}
      where position in (
        select position from webhook where position in (
          select position from (
            select position, due_at, is_slow, lease_until, row_number() over (
              partition by owner order by case when lease_until > ${now} then 0 else 1 end, due_at
            ) as turn
            from webhook where due_at <= ${now}
          ) as due
          where turn <= ${maxPerOwner} and is_slow = ${slow} and (lease_until is null or lease_until <= ${now})
          order by turn, due_at limit ${limit}
        ) and (lease_until is null or lease_until <= ${now}) ${locking}
      )
      returning cast(position as text) as position, owner, id, url, secret_generation as generation,
        previous_secret_expires_at as "previousExpiresAt", failure_count as failures, is_slow as slow`.compile(
      trx,
    ),
  );
const claimOnPostgres = claimQuery(sql`for update skip locked`);
const claimOnSqlite = claimQuery(sql``);

const selectNextDue = compiled((db: Db, _values: object) =>
  sql<{ due_at: string | null }>`
    select min(case when lease_until > due_at then lease_until else due_at end) as due_at
    from webhook where due_at is not null`.compile(db),
);

interface DueQuery {
  readonly webhook: Position;
  readonly now: string;
  readonly limit: number;
}

const selectDue = compiled((db: Db, { webhook, now, limit }: DueQuery) =>
  sql<Omit<DueDelivery, 'position'> & { position: string }>`
    select cast(position as text) as position, id, event_type as type, body,
      first_attempt_at as "firstAttemptAt", attempts, traceparent
    from webhook_delivery
    where webhook = ${webhook} and delivered_at is null and next_attempt_at <= ${now}
    order by next_attempt_at, webhook_delivery.position limit ${limit}`.compile(db),
);

const recordOutcome = compiled((trx: Db, values: Outcome & { webhook: Position }) =>
  sql`
    update webhook_delivery set attempts = ${values.attempts}, first_attempt_at = ${values.firstAttemptAt},
      delivered_at = ${values.deliveredAt}, next_attempt_at = ${values.nextAttemptAt}
    where webhook = ${values.webhook} and position = ${values.position} and delivered_at is null`.compile(
    trx,
  ),
);

const hastenAll = compiled((trx: Db, { webhook, now }: { webhook: Position; now: string }) =>
  sql`update webhook_delivery set next_attempt_at = ${now}
    where webhook = ${webhook} and delivered_at is null and next_attempt_at > ${now}`.compile(trx),
);

interface TurnEnd extends Pick<Turn, 'webhook' | 'lease' | 'failures' | 'pausedUntil'> {
  readonly slow: number;
  readonly delivered: number;
}

/** A webhook with more events that are due goes to the end of the queue. */
const endTurn = compiled((trx: Db, { webhook, lease, failures, pausedUntil, slow, delivered }: TurnEnd) =>
  sql<{ stored: number }>`
    update webhook set pending_count = pending_count - ${delivered}, delivered_count = delivered_count + ${delivered},
      failure_count = ${failures}, is_slow = ${slow},
      due_at = case when status = 'enabled' then (
        select case when min(next_attempt_at) > ${pausedUntil} then min(next_attempt_at)
          when min(next_attempt_at) is not null then ${pausedUntil} end
        from webhook_delivery where webhook = ${webhook} and delivered_at is null
      ) end,
      lease_until = case when lease = ${lease} then null else lease_until end,
      lease = case when lease = ${lease} then null else lease end
    where position = ${webhook}
    returning delivered_count as stored`.compile(trx),
);

const deleteDelivered = compiled((trx: Db, { webhook, limit }: { webhook: Position; limit: number }) =>
  sql`
    delete from webhook_delivery where webhook = ${webhook} and position in (
      select position from webhook_delivery where webhook = ${webhook} and delivered_at is not null
      order by position limit ${limit}
    )`.compile(trx),
);

/** Adds `rows`, which is negative after a deletion, to the number of a webhook's stored delivered events. */
export const addDelivered = compiled((trx: Db, { webhook, rows }: { webhook: Position; rows: number }) =>
  sql`update webhook set delivered_count = delivered_count + ${rows} where position = ${webhook}`.compile(
    trx,
  ),
);
