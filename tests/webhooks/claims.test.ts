import { describe, expect, test } from '@jest/globals';
import { charge, unlimited } from '../../src/resource/owner/account.ts';
import { storedPosition } from '../../src/resource/position.ts';
import type { Tables } from '../../src/storage.ts';
import type { Database } from '../../src/database/database.ts';
import type { StoredWebhook } from '../../src/webhooks/columns.ts';
import {
  claimWebhooks,
  dueDeliveries,
  endLeases,
  nextDue,
  recordTurn,
} from '../../src/webhooks/dispatch/claims.ts';
import { pauseAfter, retryDelay, defaultSchedule } from '../../src/webhooks/dispatch/backoff.ts';
import { createOutbox } from '../../src/webhooks/outbox.ts';
import { purgeDeliveries } from '../../src/webhooks/purge.ts';
import { webhookRepository } from '../../src/webhooks/repository.ts';
import { totalWebhooks } from '../../src/webhooks/totals.ts';
import { openFresh } from '../support/temporary-database.ts';
import { addEvents, addWebhook, publish } from './stored-webhooks.ts';

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Claims webhooks as a dispatcher does, at this time. */
async function claim(database: Database<Tables>, lease: string, now = Date.now(), options = {}) {
  const times = { now: iso(now), until: iso(now + 30_000) };
  const defaults = { limit: 10, maxPerOwner: 4, isSlow: false };
  return await database.maintain((trx) =>
    claimWebhooks(trx, database.engine, { lease, ...times, ...defaults, ...options }),
  );
}

/** Ends a turn in which these events were delivered. */
async function deliver(database: Database<Tables>, webhook: StoredWebhook, lease: string, count: number) {
  const position = storedPosition(webhook);
  const now = iso(Date.now());
  const due = await dueDeliveries(database.reader, position, now, count);
  const outcomes = due.map((delivery) => ({
    ...{
      position: delivery.position,
      attempts: '[]',
      firstAttemptAt: now,
      deliveredAt: now,
      nextAttemptAt: now,
    },
  }));
  const turn = { webhook: position, lease, outcomes, failures: 0, isSlow: false, pausedUntil: now, now };
  await database.write('owner', (trx) =>
    recordTurn(trx, { ...turn, hasRecovered: false, disable: undefined }),
  );
}

async function stored(database: Database<Tables>, { id }: StoredWebhook) {
  return await database.reader
    .selectFrom('webhook')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

describe('a lease', () => {
  test('gives a webhook to one dispatcher, until it expires', async () => {
    const database = await openFresh();
    const { id } = await addWebhook(database, 'owner');
    expect(await claim(database, 'early')).toEqual([]);
    await addEvents(database, 'owner');
    const claims = await Promise.all(['one', 'two', 'three'].map((lease) => claim(database, lease)));
    expect(claims.flat()).toMatchObject([{ id, owner: 'owner', generation: 1, failures: 0 }]);
    expect(await claim(database, 'four')).toEqual([]);
    expect(await claim(database, 'five', Date.now() + 31_000)).toMatchObject([{ id }]);
  });

  test('ends with the turn, and the webhook is due again only if it has undelivered events', async () => {
    const database = await openFresh();
    const webhook = await addWebhook(database, 'owner');
    await addEvents(database, 'owner', 3);
    await claim(database, 'one');
    await deliver(database, webhook, 'one', 2);
    expect(await stored(database, webhook)).toMatchObject({
      pending_count: 1,
      delivered_count: 2,
      lease: null,
    });
    expect(await claim(database, 'two')).toHaveLength(1);
    await deliver(database, webhook, 'two', 2);
    expect(await stored(database, webhook)).toMatchObject({
      pending_count: 0,
      delivered_count: 3,
      due_at: null,
    });
    expect(await nextDue(database.reader)).toBeUndefined();
  });

  test('ends when the only dispatcher of a database starts', async () => {
    const database = await openFresh();
    await addWebhook(database, 'owner');
    await addEvents(database, 'owner');
    await claim(database, 'lost');
    await database.maintain((trx) => endLeases(trx, {}));
    expect(await claim(database, 'new')).toHaveLength(1);
  });
});

test('lets owners take turns, and claims only a few webhooks of each at once', async () => {
  const database = await openFresh();
  for (let number = 1; number <= 6; number += 1) await addWebhook(database, 'many');
  await addEvents(database, 'many');
  await addWebhook(database, 'one');
  await addEvents(database, 'one');
  const owners = (claimed: { owner: string }[]) => claimed.map(({ owner }) => owner).sort();
  expect(owners(await claim(database, 'first', Date.now(), { limit: 2 }))).toEqual(['many', 'one']);
  expect(owners(await claim(database, 'rest'))).toEqual(['many', 'many', 'many']);
  expect(await claim(database, 'none')).toEqual([]);
});

test('makes an event due at once, even if the clock of its owner is ahead', async () => {
  const database = await openFresh();
  const webhook = await addWebhook(database, 'owner');
  await database.write('owner', async (trx) => {
    const position = await charge(trx, { owner: 'owner', quotas: unlimited }, {}, Date.now() + 3_600_000);
    await publish(trx, 'owner', { type: 'task.created', position, data: {} });
  });
  expect(await claim(database, 'one')).toMatchObject([{ id: webhook.id }]);
  const due = await dueDeliveries(database.reader, storedPosition(webhook), iso(Date.now()), 10);
  expect(due).toHaveLength(1);
});

test('disables a webhook with too many undelivered events, and adds no further events', async () => {
  const database = await openFresh();
  const webhook = await addWebhook(database, 'owner');
  const position = storedPosition(webhook);
  const disabledIds: string[] = [];
  const outbox = createOutbox({ onStored: (_, ids) => disabledIds.push(...ids), maxPending: 2 });
  const repository = webhookRepository(database, unlimited);
  const addTest = () =>
    database.write('owner', async (trx) => {
      const now = await charge(trx, { owner: 'owner', quotas: unlimited }, {});
      return await outbox.enqueue(trx, position, { type: 'webhook.test', position: now, data: {} });
    });
  const isFull = async () => {
    const { status, disabled_reason, pending_count, due_at } = await stored(database, webhook);
    const due = await dueDeliveries(database.reader, position, iso(Date.now() + 1000), 10);
    expect([status, disabled_reason, pending_count, due_at, due.length]).toEqual([
      ...['disabled', 'tooManyPending', 2, null, 2],
    ]);
  };
  await addEvents(database, 'owner', 4, outbox.publish);
  await isFull();
  for (const addEvent of [() => addEvents(database, 'owner', 1, outbox.publish), addTest]) {
    await database.write('owner', async (trx) => {
      const rows = repository.within(trx, 'owner');
      const current = (await rows.find(webhook.id)) as StoredWebhook;
      await rows.save(current, { ...current, status: 'enabled' });
    });
    await addEvent();
    await isFull();
  }
  expect(disabledIds).toEqual([webhook.id, webhook.id, webhook.id]);
});

test('purges old delivered events, and old undelivered events only of disabled webhooks', async () => {
  const database = await openFresh();
  const webhook = await addWebhook(database, 'owner');
  await addEvents(database, 'owner', 5);
  await claim(database, 'one');
  await deliver(database, webhook, 'one', 2);
  expect(await purgeDeliveries(database, new Date(Date.now() - 60_000))).toBe(0);
  const soon = new Date(Date.now() + 60_000);
  expect(await purgeDeliveries(database, soon)).toBe(2);
  expect(await stored(database, webhook)).toMatchObject({ pending_count: 3, delivered_count: 0 });
  const repository = webhookRepository(database, unlimited);
  await database.write('owner', async (trx) => {
    const rows = repository.within(trx, 'owner');
    await rows.save(webhook, { ...webhook, status: 'disabled' });
  });
  expect(await purgeDeliveries(database, soon)).toBe(3);
  expect(await stored(database, webhook)).toMatchObject({ pending_count: 0 });
});

test('counts webhooks and events in the totals, and how long events have waited', async () => {
  const database = await openFresh();
  const none = { enabled: 0, disabled: 0, undelivered: 0, oldestSeconds: 0, lateSeconds: 0 };
  expect(await totalWebhooks(database.reader, Date.now())).toEqual(none);
  await addWebhook(database, 'owner');
  await addEvents(database, 'owner', 2);
  const totals = await totalWebhooks(database.reader, Date.now() + 60_000);
  expect(totals).toMatchObject({ enabled: 1, disabled: 0, undelivered: 2 });
  for (const seconds of [totals.oldestSeconds, totals.lateSeconds]) {
    expect(seconds).toBeGreaterThan(59);
    expect(seconds).toBeLessThan(90);
  }
});

describe('the retry schedule', () => {
  const schedule = defaultSchedule;

  test('repeats a delivery at growing intervals for three days', () => {
    let [elapsed, attempts] = [0, 0];
    while (elapsed <= schedule.giveUpAfterMs) {
      attempts += 1;
      elapsed += retryDelay(attempts, schedule, () => 0.5);
    }
    expect(attempts).toBeGreaterThanOrEqual(12);
    expect(attempts).toBeLessThanOrEqual(16);
    expect(retryDelay(1, schedule, () => 0)).toBe(4000);
    expect(retryDelay(1, schedule, () => 1)).toBe(6000);
  });

  test('pauses a webhook for longer with each failure, for half an hour at most', () => {
    const pauses = [0, 1, 2, 3, 30].map((failures) => pauseAfter(failures, schedule, () => 0.5));
    expect(pauses).toEqual([0, 1000, 2000, 4000, 1_800_000]);
  });
});
