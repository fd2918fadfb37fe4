import { expect, test } from '@jest/globals';
import { eraseWebhooks } from '../../src/webhooks/erase-owner.ts';
import { openFresh } from '../support/temporary-database.ts';
import { addEvents, addWebhook } from './stored-webhooks.ts';

test('erases the webhooks and events of one owner', async () => {
  const database = await openFresh();
  for (const owner of ['ada', 'ada', 'grace']) await addWebhook(database, owner);
  await addEvents(database, 'ada', 3);
  await addEvents(database, 'grace');
  expect(await eraseWebhooks(database, 'ada')).toBe(2);
  const { reader } = database;
  expect(await reader.selectFrom('webhook').select('owner').execute()).toEqual([{ owner: 'grace' }]);
  expect(await reader.selectFrom('webhook_delivery').select('event_type').execute()).toHaveLength(1);
  const owners = await reader
    .selectFrom('owner')
    .select(['owner', 'webhook_count'])
    .orderBy('owner')
    .execute();
  expect(owners.map(({ webhook_count: count }) => count)).toEqual([0, 1]);
  expect(await eraseWebhooks(database, 'ada')).toBe(0);
});
