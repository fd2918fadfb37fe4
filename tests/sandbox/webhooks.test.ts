import { expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { useSandbox } from '../support/sandbox.ts';
import { useReceiver } from '../webhooks/service-webhooks.ts';

const sandbox = useSandbox();

test('delivers the events of changes to a receiver on this machine', async () => {
  const receiver = await useReceiver();
  const events = ['task.created'];
  const created = await sandbox.send('POST', '/webhooks', { body: { url: receiver.url, events } });
  expect(created.status).toBe(201);
  await sandbox.send('POST', '/tasks', { body: { title: 'Announced' } });
  await eventually(() => receiver.requests.length === 1);
  expect(receiver.requests[0]?.body).toContain('Announced');
});

test('deletes the webhooks on a reset', async () => {
  const body = { url: 'https://hooks.example.com/', events: ['task.created'] };
  expect((await sandbox.send('POST', '/webhooks', { token: 'forgetful', body })).status).toBe(201);
  await sandbox.send('POST', '/sandbox/reset');
  expect((await sandbox.send('GET', '/webhooks', { token: 'forgetful' })).body).toEqual({
    items: [],
    nextCursor: null,
  });
});
