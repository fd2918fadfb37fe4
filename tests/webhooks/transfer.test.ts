import { expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import type { Tables } from '../../src/storage.ts';
import { type OwnedWebhook, webhookTransfer } from '../../src/webhooks/transfer.ts';
import { openFresh, openTemporary } from '../support/temporary-database.ts';
import { addWebhook } from './stored-webhooks.ts';

async function all(database: Database<Tables>): Promise<OwnedWebhook[]> {
  return (await Array.fromAsync(webhookTransfer.open(database).readAll())).flat();
}

test('copies each webhook once, with its secret generation', async () => {
  const [source, target] = [await openFresh(), await openTemporary()];
  for (const owner of ['ada', 'grace', 'ada']) await addWebhook(source, owner);
  await source.write('ada', (trx) =>
    trx.updateTable('webhook').set({ secret_generation: 3 }).where('owner', '=', 'grace').execute(),
  );
  const webhooks = await all(source);
  expect(webhooks.map(({ owner, secretGeneration }) => [owner, secretGeneration])).toEqual([
    ['ada', 1],
    ['ada', 1],
    ['grace', 3],
  ]);
  for (const { owner, ...rest } of webhooks) {
    await webhookTransfer.open(target).write(owner, (items) => items.insert([{ owner, ...rest }]));
  }
  expect(await all(target)).toEqual(webhooks);
  const counts = await target.reader.selectFrom('owner').select('webhook_count').orderBy('owner').execute();
  expect(counts.map(({ webhook_count: count }) => count)).toEqual([2, 1]);
});
