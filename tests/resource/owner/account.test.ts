import { expect, test } from '@jest/globals';
import { charge, chargeAt, type Quotas, unlimited } from '../../../src/resource/owner/account.ts';
import { millisecondsOf, positionAfter } from '../../../src/resource/position.ts';
import { findRequest, saveRequest } from '../../../src/resource/idempotency/saved-requests.ts';
import { taskRepository } from '../../../src/tasks/repository.ts';
import { taskTransfer } from '../../../src/tasks/transfer.ts';
import type { TaskDatabase } from '../../../src/tasks/storage/database.ts';
import { fields } from '../../tasks/sample-tasks.ts';
import { openFresh } from '../../support/temporary-database.ts';

const OWNER = 'ada';
const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1000;

async function usageOf(database: TaskDatabase, owner = OWNER) {
  return await database.reader
    .selectFrom('owner')
    .select(['item_count as items', 'stored_bytes as bytes', 'key_count as keys'])
    .where('owner', '=', owner)
    .executeTakeFirst();
}

const quotas = (some: Partial<Quotas>): Quotas => ({ ...unlimited, ...some });
const accountOf = (some: Partial<Quotas> = {}) => ({ owner: OWNER, quotas: quotas(some) });

test("advances an owner's clock to the current time, or by one if the current time is not later", async () => {
  const database = await openFresh();
  const at = (now: number) => database.write(OWNER, (trx) => charge(trx, accountOf(), {}, now));
  const first = await at(NOON);
  expect(millisecondsOf(first)).toBe(NOON);
  expect(await at(NOON - 60_000)).toBe(first + 1n);
  const exact = positionAfter(undefined, NOON + 1, 5);
  expect(await database.write(OWNER, (trx) => chargeAt(trx, accountOf(), {}, exact))).toBe(exact);
  expect(await database.write(OWNER, (trx) => chargeAt(trx, accountOf(), {}, exact))).toBe(exact + 1n);
});

test('counts tasks and bytes through creates, changes and deletes', async () => {
  const database = await openFresh();
  const repository = taskRepository(database);
  const task = await repository.write(OWNER, (tasks) => tasks.insert(fields({ title: 'One' })));
  const before = await usageOf(database);
  expect(before).toMatchObject({ items: 1, keys: 0 });
  const longer = await repository.write(OWNER, (tasks) => tasks.save(task, fields({ title: 'One é' })));
  expect((await usageOf(database))!.bytes).toBe(before!.bytes + 3);
  await repository.write('grace', (tasks) => tasks.insert(fields({})));
  await repository.write(OWNER, (tasks) => tasks.remove(longer));
  expect(await usageOf(database)).toEqual({ items: 0, bytes: 0, keys: 0 });
});

test('counts imported tasks, even beyond the quotas, and creates tasks after them', async () => {
  const source = await openFresh();
  const later = Date.now() + DAY_MS;
  const repository = taskRepository(source);
  const task = await repository.write(OWNER, (tasks) => tasks.insert(fields({}), later));
  const target = await openFresh();
  await taskTransfer.open(target).write(OWNER, (tasks) => tasks.insert([{ owner: OWNER, task }]));
  expect(await usageOf(target)).toEqual(await usageOf(source));
  const next = await taskRepository(target).write(OWNER, (tasks) => tasks.insert(fields({})));
  expect(next.id > task.id).toBe(true);
  expect(next.createdAt).toBe(task.createdAt);
});

test('admits concurrent creates up to the quota, and saves nothing from the others', async () => {
  const database = await openFresh();
  const repository = taskRepository(database, quotas({ items: 5 }));
  const create = (owner: string) => repository.write(owner, (tasks) => tasks.insert(fields({})));
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 12 }, () => create(OWNER)),
    create('grace'),
  ]);
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(failed).toHaveLength(7);
  for (const { reason } of failed) expect(reason).toMatchObject({ quota: 'items', max: 5 });
  expect(await usageOf(database)).toMatchObject({ items: 5 });
  expect((await repository.summarize(OWNER, new Date().toISOString())).total).toBe(5);
  expect(await usageOf(database, 'grace')).toMatchObject({ items: 1 });
});

test('rejects a change that adds bytes beyond the quota, and permits one that does not', async () => {
  const database = await openFresh();
  const title = 'x'.repeat(200);
  const task = await taskRepository(database).write(OWNER, (tasks) => tasks.insert(fields({ title })));
  const repository = taskRepository(database, quotas({ bytes: 10 }));
  const save = (given: Parameters<typeof fields>[0]) =>
    repository.write(OWNER, (tasks) => tasks.save(task, fields(given)));
  await expect(save({ title, description: 'y' })).rejects.toMatchObject({ quota: 'bytes', max: 10 });
  expect(await repository.find(OWNER, task.id)).toEqual(task);
  expect(await save({ title: 'short' })).toMatchObject({ title: 'short' });
});

test('limits the idempotency keys that have not expired', async () => {
  const database = await openFresh();
  const account = accountOf({ keys: 2 });
  const saved = { result: 'id', fingerprint: 'print' };
  const save = (key: string, now: number) =>
    database.write(OWNER, (trx) => saveRequest(trx, account, key, saved, now));
  await save('one', NOON);
  await save('two', NOON + 1);
  await expect(save('three', NOON + 2)).rejects.toMatchObject({ quota: 'keys', max: 2 });
  expect(await usageOf(database)).toMatchObject({ keys: 2 });
  // The first key has expired.
  await save('three', NOON + DAY_MS);
  expect(await usageOf(database)).toMatchObject({ keys: 2 });
  expect(await findRequest(database.reader, OWNER, 'three', NOON + DAY_MS)).toEqual(saved);
});
