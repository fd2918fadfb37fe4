// Webhooks and events in a database, without a service.
import type { Database } from '../../src/database/database.ts';
import type { Publish } from '../../src/resource/events.ts';
import { charge, unlimited } from '../../src/resource/owner/account.ts';
import type { Tables } from '../../src/storage.ts';
import { completeFields, type StoredWebhook } from '../../src/webhooks/columns.ts';
import { createOutbox } from '../../src/webhooks/outbox.ts';
import { webhookRepository } from '../../src/webhooks/repository.ts';
import { allEvents } from './service-webhooks.ts';

/** Stores the events of changes. */
export const { publish } = createOutbox({ onStored: () => undefined });

/** Adds a webhook that receives all events. */
export async function addWebhook(database: Database<Tables>, owner: string): Promise<StoredWebhook> {
  const fields = completeFields({ url: 'https://hooks.example.com/', events: allEvents as never });
  const repository = webhookRepository(database, unlimited);
  return await database.write(owner, (trx) => repository.within(trx, owner).insert(fields));
}

/** Publishes events in one transaction each. */
export async function addEvents(
  database: Database<Tables>,
  owner: string,
  count = 1,
  publishTo: Publish = publish,
) {
  for (let number = 1; number <= count; number += 1) {
    await database.write(owner, async (trx) => {
      const position = await charge(trx, { owner, quotas: unlimited }, {});
      await publishTo(trx, owner, { type: 'task.created', position, data: { number } });
    });
  }
}
