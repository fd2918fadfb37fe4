import { sql } from 'kysely';
import { compiled } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import type { Position } from '../resource/position.ts';
import { MAX_PURGED, purgeOldest } from '../resource/purge.ts';
import { addDelivered } from './dispatch/claims.ts';
import { addPending } from './outbox.ts';
import type { WebhookDatabase } from './storage/database.ts';
import type { WebhookTables } from './storage/tables.ts';

type Db = Queries<WebhookTables>;

/**
 * Deletes events from before this time that were delivered, or whose webhook is disabled. Keeps events that are still
 * being retried. Returns the number of deleted events. Several instances can run it at once.
 */
export async function purgeDeliveries(database: WebhookDatabase, before: Date): Promise<number> {
  const time = before.toISOString();
  return await purgeOldest(
    () => selectOldest(database.reader, { before: time }),
    (oldest) => {
      const webhook = BigInt(oldest.webhook);
      return database.write(
        oldest.owner,
        async (trx) => {
          const old = { webhook, before: time, limit: MAX_PURGED };
          const delivered = Number((await deleteDelivered(trx, old)).numAffectedRows);
          if (delivered > 0) await addDelivered(trx, { webhook, rows: -delivered });
          const undelivered = Number((await deleteUndelivered(trx, old)).numAffectedRows);
          if (undelivered > 0) await addPending(trx, { webhook, rows: -undelivered });
          return delivered + undelivered;
        },
        { isDelete: true },
      );
    },
  );
}

const selectOldest = compiled((db: Db, { before }: { before: string }) =>
  sql<{ webhook: string; owner: string }>`
    select cast(webhook_delivery.webhook as text) as webhook, webhook.owner
    from webhook_delivery join webhook on webhook.position = webhook_delivery.webhook
    where webhook_delivery.created_at < ${before}
      and (webhook_delivery.delivered_at is not null or webhook.status = 'disabled')
    order by webhook_delivery.created_at limit 1`.compile(db),
);

interface Old {
  readonly webhook: Position;
  readonly before: string;
  readonly limit: number;
}

const deleteDelivered = compiled((trx: Db, { webhook, before, limit }: Old) =>
  sql`
    delete from webhook_delivery where webhook = ${webhook} and position in (
      select position from webhook_delivery
      where webhook = ${webhook} and delivered_at is not null and created_at < ${before}
      order by position limit ${limit}
    )`.compile(trx),
);

const deleteUndelivered = compiled((trx: Db, { webhook, before, limit }: Old) =>
  sql`
    delete from webhook_delivery where webhook = ${webhook} and position in (
      select webhook_delivery.position
      from webhook_delivery join webhook on webhook.position = webhook_delivery.webhook
      where webhook_delivery.webhook = ${webhook} and webhook.status = 'disabled'
        and webhook_delivery.delivered_at is null and webhook_delivery.created_at < ${before}
      order by webhook_delivery.position limit ${limit}
    )`.compile(trx),
);
