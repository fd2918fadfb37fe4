import { sql } from 'kysely';
import { compiled } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import type { WebhookTables } from './storage/tables.ts';

/** The state of the webhooks and deliveries of all owners. */
export interface WebhookTotals {
  readonly enabled: number;
  readonly disabled: number;
  readonly undelivered: number;
  /** How long ago the oldest undelivered event of an enabled webhook occurred, in seconds. */
  readonly oldestSeconds: number;
  /** How long the longest-waiting webhook has been due, in seconds. */
  readonly lateSeconds: number;
}

type Db = Queries<WebhookTables>;

/** Reads the totals. */
export async function totalWebhooks(db: Db, now: number): Promise<WebhookTotals> {
  const [row] = (await selectTotals(db, { now: new Date(now).toISOString() })).rows;
  const secondsSince = (time: string | null | undefined) =>
    typeof time === 'string' ? Math.max(0, (now - Date.parse(time)) / 1000) : 0;
  return {
    enabled: row?.enabled ?? 0,
    disabled: row?.disabled ?? 0,
    undelivered: row?.undelivered ?? 0,
    oldestSeconds: secondsSince(row?.oldest),
    lateSeconds: secondsSince(row?.due),
  };
}

interface Row {
  readonly enabled: number;
  readonly disabled: number;
  readonly undelivered: number;
  readonly oldest: string | null;
  readonly due: string | null;
}

const selectTotals = compiled((db: Db, { now }: { now: string }) =>
  sql<Row>`
    select count(case when status = 'enabled' then 1 end) as enabled,
      count(case when status = 'disabled' then 1 end) as disabled,
      coalesce(sum(case when status = 'enabled' then pending_count end), 0) as undelivered,
      min(case when due_at is not null then (
        select min(created_at) from webhook_delivery
        where webhook_delivery.webhook = webhook.position and delivered_at is null
      ) end) as oldest,
      min(case when lease_until is null or lease_until <= ${now} then due_at end) as due
    from webhook`.compile(db),
);
