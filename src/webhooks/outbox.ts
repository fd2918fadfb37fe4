// The outbox. An event is stored for each webhook that receives it, in the transaction of the change that it reports.
// Every committed change therefore has its events, and a change that was rolled back has none. The dispatcher delivers
// them.
//
// An event is due at the system time, which the dispatcher reads too, and not at the time in the event's position.
// After the system clock is set back, positions are ahead of the system time, because an owner's positions never go
// backwards.
import { sql } from 'kysely';
import { chunks } from '../database/chunks.ts';
import { compiled, compiledForRows } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import type { ItemEvent, Publish } from '../resource/events.ts';
import type { Clock } from '../resource/owner/account.ts';
import { idAt, type Position } from '../resource/position.ts';
import { dateTime } from '../resource/table.ts';
import type { WebhookTables } from './storage/tables.ts';

/** The maximum number of undelivered events per webhook. One more event disables the webhook. */
export const MAX_PENDING = 10_000;

type Db = Queries<WebhookTables>;

/** Stores events in the transactions of the changes that they report. */
export interface Outbox {
  /** Stores an event for each webhook of the owner that receives events of its type. */
  readonly publish: Publish;
  /**
   * Stores an event for one webhook, even if it does not receive events of this type. Returns the id of the delivery,
   * or undefined if the webhook has too many undelivered events.
   */
  enqueue(trx: Db, webhook: Position, event: ItemEvent): Promise<string | undefined>;
}

export interface OutboxOptions {
  /** Receives the transaction, which can still be rolled back, and the ids of the webhooks that it has disabled. */
  readonly onStored: (trx: object, disabledIds: readonly string[]) => void;
  /** Returns the trace that an event's deliveries link to, if one is recorded. Called in the change's transaction. */
  readonly currentTraceparent?: () => string | undefined;
  readonly clock?: Clock;
  readonly maxPending?: number;
}

/** Creates an outbox. An event that exceeds a webhook's maximum is not stored, and the webhook is disabled. */
export function createOutbox({
  onStored,
  currentTraceparent,
  clock,
  maxPending = MAX_PENDING,
}: OutboxOptions): Outbox {
  async function store(db: Db, counted: readonly Counted[], event: ItemEvent, now: string) {
    const body = bodyOf(event);
    const traceparent = currentTraceparent?.() ?? null;
    const deliveries: NewDelivery[] = [];
    const disabledIds: string[] = [];
    for (const { position, id, pending } of counted) {
      const webhook = BigInt(position);
      if (pending > maxPending) {
        await addPending(db, { webhook, rows: -1 });
        await disable(db, { webhook, reason: 'tooManyPending', now: dateTime(event.position) });
        disabledIds.push(id);
      } else deliveries.push(deliveryOf(webhook, event, { body, traceparent }, now));
    }
    for (const some of chunks(deliveries)) await insertDeliveries(db, some);
    if (counted.length > 0) onStored(db, disabledIds);
    return deliveries;
  }

  return {
    async publish(trx, owner, event) {
      const db = trx as Db;
      const now = dueNow(clock);
      const { rows } = await countEvent(db, { owner, type: `%"${event.type}"%`, now });
      await store(db, rows, event, now);
    },
    async enqueue(db, webhook, event) {
      const now = dueNow(clock);
      const { rows } = await countOne(db, { webhook, now });
      const [delivery] = await store(db, rows, event, now);
      return delivery?.id;
    },
  };
}

/** Returns the due time of an event that must be sent at once: the current time. */
export function dueNow(clock: Clock = Date.now): string {
  return new Date(clock()).toISOString();
}

/** Makes a delivery due at once, even if it was delivered before. */
export async function redeliver(trx: Db, webhook: Position, delivery: Position, now: string): Promise<void> {
  const again = { webhook, delivery, now };
  const { numAffectedRows } = await reopenDelivered(trx, again);
  if (numAffectedRows === 1n) await recountReopened(trx, { webhook, now });
  else {
    await hastenPending(trx, again);
    await makeDue(trx, { webhook, now });
  }
}

/** Makes all undelivered events of a webhook due immediately, after the webhook was enabled. */
export async function resume(trx: Db, webhook: Position, now: string): Promise<void> {
  await restartPending(trx, { webhook, now });
  await makeDueIfPending(trx, { webhook, now });
}

/** Stops the attempts to deliver a webhook's events after its owner has disabled the webhook. */
export const pause = compiled((trx: Db, { webhook }: { webhook: Position }) =>
  sql`update webhook set due_at = null where position = ${webhook}`.compile(trx),
);

/** Why the service disables a webhook. */
export type DisablingReason = 'deliveryFailed' | 'tooManyPending' | 'gone';

/** Disables a webhook, unless it is disabled already. */
export const disable = compiled(
  (trx: Db, { webhook, reason, now }: { webhook: Position; reason: DisablingReason; now: string }) =>
    sql`
      update webhook set status = 'disabled', disabled_reason = ${reason}, due_at = null, updated_at = ${now},
        version = version + 1
      where position = ${webhook} and status = 'enabled'`.compile(trx),
);

/** The text that is signed and sent. */
function bodyOf({ type, position, data }: ItemEvent): string {
  return JSON.stringify({ type, timestamp: dateTime(position), data });
}

function deliveryOf(
  webhook: Position,
  { type, position }: ItemEvent,
  sent: Pick<NewDelivery, 'body' | 'traceparent'>,
  next_attempt_at: string,
): NewDelivery {
  const created_at = dateTime(position);
  return { webhook, position, id: idAt(position), event_type: type, created_at, next_attempt_at, ...sent };
}

interface NewDelivery {
  readonly webhook: Position;
  readonly position: Position;
  readonly id: string;
  readonly event_type: string;
  readonly created_at: string;
  readonly next_attempt_at: string;
  readonly body: string;
  readonly traceparent: string | null;
}

const insertDeliveries = compiledForRows((trx: Db, deliveries: readonly NewDelivery[]) =>
  trx
    .insertInto('webhook_delivery')
    .values(
      deliveries.map((delivery) => ({
        webhook: delivery.webhook,
        position: delivery.position,
        id: delivery.id,
        event_type: delivery.event_type,
        created_at: delivery.created_at,
        next_attempt_at: delivery.next_attempt_at,
        delivered_at: null,
        first_attempt_at: null,
        attempts: '[]',
        body: delivery.body,
        traceparent: delivery.traceparent,
      })),
    )
    .compile(),
);

/** A webhook for which an event was counted, with the resulting number of undelivered events. */
interface Counted {
  readonly position: string;
  readonly id: string;
  readonly pending: number;
}

const counted = sql`cast(position as text) as position, id, pending_count as pending`;

/**
 * Counts an event for each webhook that receives it, and makes the webhook due. A webhook whose receiver is failing
 * remains due at the time of its next attempt.
 */
const countEvent = compiled((trx: Db, { owner, type, now }: { owner: string; type: string; now: string }) =>
  sql<Counted>`
    update webhook set pending_count = pending_count + 1,
      due_at = case when due_at is null or (failure_count = 0 and due_at > ${now}) then ${now} else due_at end
    where owner = ${owner} and status = 'enabled' and cast(events as text) like ${type}
    returning ${counted}`.compile(trx),
);

interface AtWebhook {
  readonly webhook: Position;
  readonly now: string;
}

interface AtDelivery extends AtWebhook {
  readonly delivery: Position;
}

const countOne = compiled((trx: Db, { webhook, now }: AtWebhook) =>
  sql<Counted>`
    update webhook set pending_count = pending_count + 1, due_at = ${now} where position = ${webhook}
    returning ${counted}`.compile(trx),
);

/** Adds `rows`, which can be negative, to the number of a webhook's undelivered events. */
export const addPending = compiled((trx: Db, { webhook, rows }: { webhook: Position; rows: number }) =>
  sql`update webhook set pending_count = pending_count + ${rows} where position = ${webhook}`.compile(trx),
);

const makeDue = compiled((trx: Db, { webhook, now }: AtWebhook) =>
  sql`update webhook set due_at = ${now} where position = ${webhook}`.compile(trx),
);

const makeDueIfPending = compiled((trx: Db, { webhook, now }: AtWebhook) =>
  sql`update webhook set failure_count = 0, due_at = case when pending_count > 0 then ${now} else due_at end
    where position = ${webhook}`.compile(trx),
);

const restartPending = compiled((trx: Db, { webhook, now }: AtWebhook) =>
  sql`update webhook_delivery set next_attempt_at = ${now}, first_attempt_at = null
    where webhook = ${webhook} and delivered_at is null`.compile(trx),
);

const reopenDelivered = compiled((trx: Db, { webhook, delivery, now }: AtDelivery) =>
  sql`update webhook_delivery set delivered_at = null, first_attempt_at = null, next_attempt_at = ${now}
    where webhook = ${webhook} and position = ${delivery} and delivered_at is not null`.compile(trx),
);

const recountReopened = compiled((trx: Db, { webhook, now }: AtWebhook) =>
  sql`update webhook set pending_count = pending_count + 1, delivered_count = delivered_count - 1, due_at = ${now}
    where position = ${webhook}`.compile(trx),
);

const hastenPending = compiled((trx: Db, { webhook, delivery, now }: AtDelivery) =>
  sql`update webhook_delivery set next_attempt_at = ${now}, first_attempt_at = null
    where webhook = ${webhook} and position = ${delivery}`.compile(trx),
);
