import { sql } from 'kysely';
import { eraseInBatches, eraseItems } from '../resource/erase-items.ts';
import { unlimited } from '../resource/owner/account.ts';
import { webhookRepository } from './repository.ts';
import type { WebhookDatabase } from './storage/database.ts';
import { webhookTable } from './table.ts';

/** The maximum number of deliveries per transaction. The owner's other writes wait for the transaction. */
const BATCH_SIZE = 500;

/** Erases an owner's webhooks with their deliveries. Returns the number of erased webhooks. */
export async function eraseWebhooks(database: WebhookDatabase, owner: string): Promise<number> {
  const deleteSome = sql`delete from webhook_delivery where (webhook, position) in (
    select delivery.webhook, delivery.position from webhook_delivery as delivery
    join webhook on webhook.position = delivery.webhook
    where webhook.owner = ${owner} limit ${BATCH_SIZE})`;
  await eraseInBatches(database, owner, async (trx) =>
    Number((await deleteSome.execute(trx)).numAffectedRows),
  );
  return await eraseItems(database, webhookTable, webhookRepository(database, unlimited), owner);
}
