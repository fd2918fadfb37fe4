// The deliveries of a webhook, as its owner sees them.
import type { components } from '../../generated/openapi.ts';
import { compiled } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import { type Position, positionOf } from '../resource/position.ts';
import type { DeliveryTable, WebhookTables } from './storage/tables.ts';

/** A delivery as returned by the API. */
export type Delivery = components['schemas']['Delivery'];
/** An attempt as returned by the API, and as stored. */
export type Attempt = components['schemas']['DeliveryAttempt'];

/** The maximum number of attempts stored per delivery. Only the latest ones are kept. */
const MAX_ATTEMPTS = 50;

type Db = Queries<WebhookTables>;
type Row = Pick<
  DeliveryTable,
  'id' | 'event_type' | 'created_at' | 'delivered_at' | 'next_attempt_at' | 'attempts'
>;

const shown = ['id', 'event_type', 'created_at', 'delivered_at', 'next_attempt_at', 'attempts'] as const;

/** Adds an attempt to the stored ones. */
export function addAttempt(attempts: string, attempt: Attempt): string {
  return JSON.stringify([attempt, ...(JSON.parse(attempts) as Attempt[])].slice(0, MAX_ATTEMPTS));
}

/** A page of the webhook's deliveries before a position, newest first. */
export async function listDeliveries(
  db: Db,
  webhook: Position,
  before: Position,
  limit: number,
): Promise<Delivery[]> {
  const { rows } = await selectPage(db, { webhook, before, limit });
  return rows.map(show);
}

/** A delivery of a webhook. Undefined if no delivery has this id. */
export async function findDelivery(db: Db, webhook: Position, id: string): Promise<Delivery | undefined> {
  const lowerCase = id.toLowerCase();
  const position = positionOf(lowerCase);
  if (position === undefined) return undefined;
  const [row] = (await selectOne(db, { webhook, position, id: lowerCase })).rows;
  return row && show(row);
}

/** Deletes all deliveries of a webhook. */
export const deleteDeliveries = compiled((trx: Db, { webhook }: { webhook: Position }) =>
  trx.deleteFrom('webhook_delivery').where('webhook', '=', webhook).compile(),
);

function show(row: Row): Delivery {
  const isDelivered = row.delivered_at !== null;
  return {
    id: row.id,
    eventType: row.event_type as Delivery['eventType'],
    status: isDelivered ? 'delivered' : 'pending',
    createdAt: row.created_at,
    deliveredAt: row.delivered_at,
    nextAttemptAt: isDelivered ? null : row.next_attempt_at,
    attempts: JSON.parse(row.attempts) as Attempt[],
  };
}

const selectPage = compiled(
  (db: Db, { webhook, before, limit }: { webhook: Position; before: Position; limit: number }) =>
    db
      .selectFrom('webhook_delivery')
      .select(shown)
      .where('webhook', '=', webhook)
      .where('position', '<', before)
      .orderBy('position', 'desc')
      .limit(limit)
      .compile(),
);

const selectOne = compiled(
  (db: Db, { webhook, position, id }: { webhook: Position; position: Position; id: string }) =>
    db
      .selectFrom('webhook_delivery')
      .select(shown)
      .where('webhook', '=', webhook)
      .where('position', '=', position)
      .where('id', '=', id)
      .compile(),
);
