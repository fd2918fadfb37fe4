import { compiled } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import { unlimited } from '../resource/owner/account.ts';
import { type Position, storedPosition } from '../resource/position.ts';
import { webhookRepository } from './repository.ts';
import type { WebhookDatabase } from './storage/database.ts';
import type { WebhookTables } from './storage/tables.ts';
import { webhookTable } from './table.ts';

/** The maximum number of deliveries per transaction. The owner's other writes wait for the transaction. */
const BATCH_SIZE = 500;

/** Erases an owner's webhooks with their deliveries. Returns how many webhooks there were. */
export async function eraseWebhooks(database: WebhookDatabase, owner: string): Promise<number> {
  const repository = webhookRepository(database, unlimited);
  const rows = await database.reader
    .selectFrom('webhook')
    .select(webhookTable.selection)
    .where('owner', '=', owner)
    .execute();
  for (const webhook of rows.map(webhookTable.decode)) {
    const position = storedPosition(webhook);
    const eraseSome = () =>
      database.write(owner, (trx) => deleteSome(trx, { webhook: position, limit: BATCH_SIZE }), {
        isDelete: true,
      });
    while (Number((await eraseSome()).numAffectedRows) > 0);
    await database.write(
      owner,
      async (trx) => {
        // Another process may have deleted the webhook.
        if ((await webhookTable.find(trx, owner, webhook.id)) === undefined) return;
        await repository.within(trx, owner).remove(webhook, false);
      },
      { isDelete: true },
    );
  }
  return rows.length;
}

/** The number of an owner's webhooks. */
export async function storedWebhooks({ reader }: WebhookDatabase, owner: string): Promise<number> {
  const { rows } = await reader
    .selectFrom('webhook')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow();
  return rows;
}

const deleteSome = compiled(
  (trx: Queries<WebhookTables>, { webhook, limit }: { webhook: Position; limit: number }) =>
    trx
      .deleteFrom('webhook_delivery')
      .where('webhook', '=', webhook)
      .where('position', 'in', (eb) =>
        eb
          .selectFrom('webhook_delivery')
          .select('position')
          .where('webhook', '=', webhook)
          .orderBy('position')
          .limit(limit),
      )
      .compile(),
);
