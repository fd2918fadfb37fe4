// Reads and writes the webhooks of all owners, to transfer them to another database. Their secrets are derived, so they stay
// the same with the same key. Deliveries are not transferred.
import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../database/database.ts';
import { chargeAt, unlimited } from '../resource/owner/account.ts';
import { positionAfter, storedPosition } from '../resource/position.ts';
import type { StoredWebhook } from './columns.ts';
import type { WebhookTables } from './storage/tables.ts';
import { webhookTable } from './table.ts';

/** A webhook with its owner, and the number of its secret. */
export interface OwnedWebhook {
  readonly owner: string;
  readonly webhook: StoredWebhook;
  readonly secretGeneration: number;
}

/** How many webhooks one query reads. */
const BATCH_SIZE = 256;

/** All webhooks in batches, by owner and then by age. */
export async function* readAllWebhooks({ reader }: Database<WebhookTables>): AsyncGenerator<OwnedWebhook[]> {
  for (let offset = 0; ; offset += BATCH_SIZE) {
    const rows = await reader
      .selectFrom('webhook')
      .select([...webhookTable.selection, 'owner', 'secret_generation'])
      .orderBy('owner')
      .orderBy('webhook.position')
      .limit(BATCH_SIZE)
      .offset(offset)
      .execute();
    if (rows.length === 0) return;
    yield rows.map(ownedWebhook);
  }
}

/**
 * Inserts a webhook unchanged, beyond the quota too. Returns the webhook that the database has at its position: the same one
 * if it was imported before, or a different one, which stays.
 */
export async function importWebhook(
  database: Database<WebhookTables>,
  owned: OwnedWebhook,
): Promise<'inserted' | 'present' | 'different'> {
  const { owner, webhook, secretGeneration } = owned;
  const position = storedPosition(webhook);
  return await database.write(owner, async (trx) => {
    const [found] = await trx
      .selectFrom('webhook')
      .select([...webhookTable.selection, 'owner', 'secret_generation'])
      .where('webhook.position', '=', position)
      .execute();
    if (found !== undefined) {
      return isDeepStrictEqual(ownedWebhook(found), owned) ? 'present' : 'different';
    }
    const account = { owner, quotas: unlimited };
    const clock = positionAfter(undefined, Date.parse(webhook.updatedAt));
    await chargeAt(trx, account, { webhooks: 1 }, clock > position ? clock : position);
    const row = { ...webhookTable.encode(webhook), position, owner, secret_generation: secretGeneration };
    // The other columns have defaults.
    await trx
      .insertInto('webhook')
      .values(row as never)
      .execute();
    return 'inserted';
  });
}

type Row = Parameters<typeof webhookTable.decode>[0] & { owner: string; secret_generation: number };

function ownedWebhook({ owner, secret_generation: secretGeneration, ...row }: Row): OwnedWebhook {
  return { owner, webhook: webhookTable.decode(row), secretGeneration };
}
