import { expect, test } from '@jest/globals';
import { unlimited } from '../../src/resource/owner/account.ts';
import { saveRequest } from '../../src/resource/idempotency/saved-requests.ts';
import { eraseOwner, storedRows } from '../../src/tasks/erase-owner.ts';
import { taskRepository } from '../../src/tasks/repository.ts';
import { openFresh } from '../support/temporary-database.ts';
import { create, OWNER } from './sample-tasks.ts';

test('erases all data of one owner, and none of another', async () => {
  const database = await openFresh();
  const repository = taskRepository(database);
  for (const owner of [OWNER, 'grace']) {
    const dueAt = '2026-03-01T12:00:00.000Z';
    const task = await create(database, { title: 'Findable', tags: ['a'], dueAt }, owner);
    const deleted = await create(database, { title: 'Deleted' }, owner);
    await repository.write(owner, (tasks) => tasks.remove(deleted, true));
    const account = { owner, quotas: unlimited };
    await database.write(owner, (trx) =>
      saveRequest(trx, account, '"key"', { result: task.id, fingerprint: 'f' }),
    );
  }
  const before = await storedRows(database, 'grace');
  expect(await storedRows(database, OWNER)).toBe(before);
  expect(await eraseOwner(database, OWNER)).toBe(2);
  expect(await storedRows(database, OWNER)).toBe(0);
  expect(await storedRows(database, 'grace')).toBe(before);
  const found = async (owner: string) =>
    (await repository.list(owner, { sort: '-created', limit: 20, q: 'findable' })).items.length;
  expect([await found(OWNER), await found('grace')]).toEqual([0, 1]);
});
