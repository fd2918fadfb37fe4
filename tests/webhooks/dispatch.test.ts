import { describe, expect, test } from '@jest/globals';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { contract, validatorAt } from '../support/contract.ts';
import { engineName } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';
import { misbehaviors } from '../support/webhook-receiver.ts';
import type { Behavior, ReceivedRequest } from '../support/webhook-receiver.ts';
import {
  allEvents,
  createWebhook,
  environment,
  eventIn,
  readDeliveries,
  readWebhook,
  useReceiver,
  webhookLimits,
} from './service-webhooks.ts';

const { send, server } = useServer(environment, undefined, { webhookLimits });
const { send: sendImpatiently } = useServer(environment, undefined, {
  webhookLimits: { ...webhookLimits, giveUpAfterMs: 200 },
});

const idOf = ({ headers }: ReceivedRequest): string => String(headers['webhook-id']);
const typesOf = (requests: readonly ReceivedRequest[]): string[] =>
  requests.map((request) => eventIn(request).type);

describe('a change', () => {
  test('is sent to each webhook that lists its event', async () => {
    const as = 'subscriber';
    const [all, completions] = [await useReceiver(), await useReceiver()];
    const webhook = await createWebhook(send, as, { url: all.url });
    await createWebhook(send, as, { url: completions.url, events: ['task.completed'] });
    const { task } = await createTask(send, { title: 'Announced' }, { as });
    for (const body of [{ title: 'Renamed' }, { status: 'completed' }, { priority: 'high' }]) {
      await send('PATCH', `/tasks/${task.id}`, { as, body });
    }
    await send('DELETE', `/tasks/${task.id}`, { as });
    await send('POST', `/tasks/${task.id}/restore`, { as });
    const expected = ['created', 'updated', 'completed', 'updated', 'deleted', 'restored'];
    await eventually(() => all.requests.length === expected.length && completions.requests.length === 1);
    const events = all.requests.map(eventIn).sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
    expect(events.map(({ type }) => type.replace('task.', ''))).toEqual(expected);
    expect(events.map(({ data }) => data.task.version)).toEqual([1, 2, 3, 4, 4, 5]);
    expect(eventIn(completions.requests[0] as ReceivedRequest).data.task.status).toBe('completed');
    await eventually(async () =>
      (await readDeliveries(send, as, webhook)).every(({ status }) => status === 'delivered'),
    );
    const [delivery] = await readDeliveries(send, as, webhook);
    expect(delivery).toMatchObject({
      ...{ eventType: 'task.restored', nextAttemptAt: null },
      attempts: [{ status: 204, error: null }],
    });
  });

  test('is sent as the contract documents it', async () => {
    const as = 'documented';
    const receiver = await useReceiver();
    const { id } = await createWebhook(send, as, { url: receiver.url });
    await createTask(send, { title: 'Announced' }, { as });
    await send('POST', `/webhooks/${id}/test`, { as });
    await eventually(() => receiver.requests.length === 2);
    for (const request of receiver.requests) {
      const { type } = eventIn(request);
      const body = validatorAt(
        ...['webhooks', type, 'post', 'requestBody', 'content', 'application/json', 'schema'],
      );
      expect([type, body(eventIn(request)), body.errors]).toEqual([type, true, null]);
      expect(request.headers['content-type']).toBe('application/json');
    }
    expect(typesOf(receiver.requests).sort()).toEqual(['task.created', 'webhook.test']);
    const documented = contract.document['webhooks'] as Record<string, unknown>;
    expect(Object.keys(documented)).toEqual([...allEvents, 'webhook.test']);
  });

  test('is not sent if it is rolled back, or if it changes nothing', async () => {
    const as = 'rolled-back';
    const receiver = await useReceiver();
    const webhook = await createWebhook(send, as, { url: receiver.url });
    const { task } = await createTask(send, { title: 'Kept' }, { as });
    await send('PATCH', `/tasks/${task.id}`, { as, body: { title: 'Kept' } });
    await send('PATCH', `/tasks/${task.id}`, { as, body: { title: 'Lost' }, headers: { 'If-Match': '"9"' } });
    const { database } = server.service;
    const failing = database.write(as, async (trx) => {
      await trx.deleteFrom('task').where('owner', '=', as).execute();
      await trx.updateTable('webhook').set({ pending_count: 5 }).where('owner', '=', as).execute();
      throw new Error('The transaction fails');
    });
    await expect(failing).rejects.toThrow('The transaction fails');
    const [body, key] = [{ title: 'Once' }, { 'Idempotency-Key': '"once"' }];
    for (const headers of [key, key]) await send('POST', '/tasks', { as, body, headers });
    await eventually(() => receiver.requests.length === 2);
    expect((await readDeliveries(send, as, webhook)).map(({ eventType }) => eventType)).toEqual([
      'task.created',
      'task.created',
    ]);
  });

  test("reaches neither another user's webhooks nor disabled ones", async () => {
    const [mine, paused] = [await useReceiver(), await useReceiver()];
    await createWebhook(send, 'neighbor', { url: mine.url });
    const { id } = await createWebhook(send, 'pausing', { url: paused.url });
    await send('PATCH', `/webhooks/${id}`, { as: 'pausing', body: { status: 'disabled' } });
    await createTask(send, {}, { as: 'pausing' });
    await createTask(send, {}, { as: 'neighbor' });
    await eventually(() => mine.requests.length === 1);
    expect(await readDeliveries(send, 'pausing', { id })).toEqual([]);
    expect([mine.requests.length, paused.requests.length]).toEqual([1, 0]);
  });
});

describe('a request', () => {
  test('has a signature that the Standard Webhooks library verifies, even with the previous secret after a rotation', async () => {
    const as = 'signed';
    const receiver = await useReceiver();
    const { id, secret } = await createWebhook(send, as, { url: receiver.url });
    const rotated = await send('POST', `/webhooks/${id}/rotate-secret`, { as });
    await send('POST', `/webhooks/${id}/test`, { as });
    await eventually(() => receiver.requests.length === 1);
    const [{ body, headers }] = receiver.requests as unknown as [ReceivedRequest];
    for (const valid of [secret, (rotated.body as unknown as { secret: string }).secret]) {
      const verified = new StandardWebhook(valid).verify(body, headers as Record<string, string>);
      expect(verified).toMatchObject({ type: 'webhook.test', data: { webhookId: id } });
    }
    const { secret: foreign } = await createWebhook(send, as);
    expect(() => new StandardWebhook(foreign).verify(body, headers as Record<string, string>)).toThrow();
  });
});

describe('a receiver that fails', () => {
  test.each<Behavior>([...misbehaviors, 301, 404, 500, 503])(
    'gets the event again with the same id until it confirms delivery: %s',
    async (behavior) => {
      const as = `failing-${behavior}`;
      let failures = 2;
      const receiver = await useReceiver(() => ((failures -= 1) < 0 ? 200 : behavior));
      const webhook = await createWebhook(send, as, { url: receiver.url });
      await createTask(send, { title: 'Repeated' }, { as });
      await eventually(async () => (await readDeliveries(send, as, webhook))[0]?.status === 'delivered');
      const [delivery] = await readDeliveries(send, as, webhook);
      // Only the status of a response counts, not its body.
      const isAccepted = behavior === 'hang-in-body' || behavior === 'flood';
      expect(new Set(receiver.requests.map(idOf))).toEqual(new Set([delivery?.id]));
      expect(receiver.requests.map(({ path }) => path)).toEqual(receiver.requests.map(() => '/'));
      // On a busy machine, an attempt can time out.
      expect(delivery?.attempts.length).toBeGreaterThanOrEqual(isAccepted ? 1 : 3);
    },
  );

  test('does not delay events for other receivers', async () => {
    const as = 'slow-and-fast';
    const [slow, fast] = [await useReceiver(() => 'hang'), await useReceiver()];
    const hanging = [
      await createWebhook(send, as, { url: slow.url }),
      await createWebhook(send, as, { url: slow.url }),
    ];
    await createWebhook(send, as, { url: fast.url });
    for (let number = 1; number <= 20; number += 1)
      await createTask(send, { title: `Task ${number}` }, { as });
    await eventually(() => fast.requests.length === 20);
    const waiting = await Promise.all(hanging.map((webhook) => readDeliveries(send, as, webhook)));
    expect(new Set(waiting.flat().map((delivery) => delivery.status))).toEqual(new Set(['pending']));
  });

  test('is disabled when an event could not be delivered for too long, and gets the event after it is enabled again', async () => {
    const as = 'given-up';
    let status = 500;
    const receiver = await useReceiver(() => status);
    const webhook = await createWebhook(sendImpatiently, as, { url: receiver.url });
    await createTask(sendImpatiently, { title: 'Late' }, { as });
    await eventually(async () => (await readWebhook(sendImpatiently, as, webhook)).status === 'disabled');
    expect(await readWebhook(sendImpatiently, as, webhook)).toMatchObject({
      disabledReason: 'deliveryFailed',
      version: 2,
    });
    const failed = receiver.requests.length;
    await createTask(sendImpatiently, { title: 'Missed' }, { as });
    status = 204;
    await sendImpatiently('PATCH', `/webhooks/${webhook.id}`, { as, body: { status: 'enabled' } });
    await eventually(() => receiver.requests.length === failed + 1);
    expect(receiver.requests.map((request) => eventIn(request).data.task.title)).not.toContain('Missed');
    expect(new Set(receiver.requests.map(idOf)).size).toBe(1);
  });

  test('is disabled at once when it returns 410', async () => {
    const as = 'gone';
    const receiver = await useReceiver(() => 410);
    const webhook = await createWebhook(send, as, { url: receiver.url });
    await createTask(send, {}, { as });
    await eventually(async () => (await readWebhook(send, as, webhook)).disabledReason === 'gone');
    expect(receiver.requests.length).toBe(1);
  });

  test('gets all events soon after it works again', async () => {
    const as = 'recovering';
    let status = 503;
    const receiver = await useReceiver(() => status);
    await createWebhook(send, as, { url: receiver.url });
    const titles = Array.from({ length: 12 }, (_, number) => `Task ${number}`);
    for (const title of titles) await createTask(send, { title }, { as });
    await eventually(() => receiver.requests.length > 5);
    status = 200;
    const before = receiver.requests.length;
    await eventually(() => new Set(receiver.requests.slice(before).map(idOf)).size === titles.length);
  });
});

test('disables a webhook with 10,000 undelivered events at the next event, and counts and logs that', async () => {
  const as = 'full';
  const webhook = await createWebhook(send, as);
  const fill = () =>
    server.service.database.write(as, (trx) =>
      trx.updateTable('webhook').set({ pending_count: 10_000 }).where('id', '=', webhook.id).execute(),
    );
  await fill();
  await createTask(send, { title: 'Too many' }, { as });
  const full = { status: 'disabled', disabledReason: 'tooManyPending' };
  expect(await readWebhook(send, as, webhook)).toMatchObject(full);
  await send('PATCH', `/webhooks/${webhook.id}`, { as, body: { status: 'enabled' } });
  await fill();
  const { status, body } = await send('POST', `/webhooks/${webhook.id}/test`, { as });
  expect([status, body.detail]).toEqual([
    409,
    'The webhook is disabled: tooManyPending. Set its status to enabled.',
  ]);
  expect(await readDeliveries(send, as, webhook)).toEqual([]);
  const { text } = await send('GET', '/metrics');
  expect(text).toMatch(/webhook_disablements_total\{reason="tooManyPending"\} 2\s/);
  expect(server.logged.filter(({ webhookId }) => webhookId === webhook.id)).toMatchObject([
    ...[{ reason: 'tooManyPending' }, { reason: 'tooManyPending' }],
  ]);
});

// On SQLite, writes of this process wait without a limit.
const onPostgres = engineName === 'postgres' ? test : test.skip;

onPostgres('records a delivery even if other writes of its owner take long', async () => {
  const as = 'writing';
  const { database } = server.service;
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  const writing: Promise<unknown>[] = [];
  const receiver = await useReceiver(() => {
    writing.push(database.write(as, () => released));
    return 204;
  });
  const webhook = await createWebhook(send, as, { url: receiver.url });
  await createTask(send, { title: 'Announced' }, { as });
  await eventually(() => receiver.requests.length === 1);
  // The delivery has waited to be recorded for as long as these creates, which time out.
  for (const title of ['First', 'Second'])
    expect(await send('POST', '/tasks', { as, body: { title } })).toMatchObject({ status: 503 });
  release(undefined);
  await Promise.all(writing);
  await eventually(async () => (await readDeliveries(send, as, webhook))[0]?.status === 'delivered');
  expect(receiver.requests).toHaveLength(1);
});

describe('a clock that was set back', () => {
  let ahead = 0;
  const { send: sendLate } = useServer(environment, undefined, {
    ...{ webhookLimits, clock: () => Date.now() + ahead },
  });

  test('delays no new event, no test event and no redelivery', async () => {
    ahead = 60 * 60_000;
    const as = 'set-back';
    const receiver = await useReceiver();
    const webhook = await createWebhook(sendLate, as, { url: receiver.url });
    ahead = 0;
    await createTask(sendLate, { title: 'Announced' }, { as });
    await eventually(() => receiver.requests.length === 1);
    await sendLate('POST', `/webhooks/${webhook.id}/test`, { as });
    await eventually(() => receiver.requests.length === 2);
    const [, { id } = { id: '' }] = await readDeliveries(sendLate, as, webhook);
    await sendLate('POST', `/webhooks/${webhook.id}/deliveries/${id}/redeliver`, { as });
    await eventually(() => receiver.requests.length === 3);
    expect(typesOf(receiver.requests)).toEqual(['task.created', 'webhook.test', 'task.created']);
  });

  test('delays no event of a webhook that is enabled again', async () => {
    ahead = 60 * 60_000;
    const as = 'set-back-and-enabled';
    const receiver = await useReceiver(() => 410);
    const webhook = await createWebhook(sendLate, as, { url: receiver.url });
    await createTask(sendLate, { title: 'Announced' }, { as });
    await eventually(async () => (await readWebhook(sendLate, as, webhook)).status === 'disabled');
    ahead = 0;
    receiver.behave = () => 204;
    await sendLate('PATCH', `/webhooks/${webhook.id}`, { as, body: { status: 'enabled' } });
    await eventually(() => receiver.requests.length === 2);
    expect(typesOf(receiver.requests)).toEqual(['task.created', 'task.created']);
  });
});

describe('redeliver', () => {
  test('sends a delivered event again with the same id', async () => {
    const as = 'redelivered';
    const receiver = await useReceiver();
    const webhook = await createWebhook(send, as, { url: receiver.url });
    await createTask(send, { title: 'Again' }, { as });
    await eventually(async () => (await readDeliveries(send, as, webhook))[0]?.status === 'delivered');
    const [{ id } = { id: '' }] = await readDeliveries(send, as, webhook);
    await send('POST', `/webhooks/${webhook.id}/deliveries/${id}/redeliver`, { as });
    await eventually(async () => (await readDeliveries(send, as, webhook))[0]?.attempts.length === 2);
    expect(receiver.requests.map(idOf)).toEqual([id, id]);
    expect(receiver.requests[0]?.body).toBe(receiver.requests[1]?.body);
  });
});
