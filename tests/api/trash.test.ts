import { describe, expect, test } from '@jest/globals';
import type { components } from '../../generated/openapi.ts';
import { purge } from '../../src/wiring/purges.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer({ QUOTA_TASKS: '3' });
const { send: sendWithoutTrash } = useServer({ TRASH_RETENTION_DAYS: '0' });

type TrashPage = components['schemas']['TrashPage'];
type ChangePage = components['schemas']['ChangePage'];

const DAY_MS = 24 * 60 * 60 * 1000;
const unknown = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';

async function trash(as: string, query = '', sendTo = send): Promise<TrashPage> {
  return (await sendTo('GET', `/trash?${query}`, { as })).body as unknown as TrashPage;
}

const titles = ({ items }: TrashPage): string[] => items.map(({ task }) => task.title);

async function createDeleted(as: string, title: string, sendTo = send): Promise<string> {
  const { task } = await createTask(sendTo, { title, tags: ['gone'] }, { as });
  await sendTo('DELETE', `/tasks/${task.id}`, { as });
  return task.id;
}

describe('listTrash', () => {
  test('lists deleted tasks, the latest deletion first, page by page', async () => {
    const as = 'lister';
    for (const title of ['First', 'Second', 'Third']) await createDeleted(as, title);
    expect(titles(await trash(as))).toEqual(['Third', 'Second', 'First']);
    const first = await trash(as, 'limit=2');
    expect(titles(first)).toEqual(['Third', 'Second']);
    const second = await trash(as, `limit=2&cursor=${first.nextCursor}`);
    expect([titles(second), second.nextCursor]).toEqual([['First'], null]);
    expect(titles(await trash('someone-else'))).toEqual([]);
    const foreign = await send('GET', `/trash?cursor=${first.nextCursor}`, { as: 'someone-else' });
    expect(foreign.status).toBe(422);
  });

  test.each(['limit=0', 'limit=101', 'cursor=*'])('rejects %s', async (query) => {
    const rejected = await send('GET', `/trash?${query}`);
    expect(rejected.body.errors).toMatchObject([{ name: query.split('=')[0] }]);
  });

  test('shows the task as it was when it was deleted', async () => {
    const { task } = await createTask(send, { title: 'Complete', tags: ['a'] }, { as: 'kept' });
    await send('DELETE', `/tasks/${task.id}`, { as: 'kept' });
    expect((await trash('kept')).items[0]?.task).toEqual(task);
  });

  test('erases the tasks with the earliest deletion if the trash exceeds the quota', async () => {
    const as = 'hoarder';
    for (const number of [1, 2, 3, 4]) await createDeleted(as, `Task ${number}`);
    const { items } = await trash(as);
    expect(items.length).toBeLessThanOrEqual(3);
    expect((await createTask(send, {}, { as })).task.title).toBe('Water the plants');
  });

  test('stays empty when TRASH_RETENTION_DAYS is 0', async () => {
    const as = 'cautious';
    const id = await createDeleted(as, 'Gone', sendWithoutTrash);
    expect(await trash(as, '', sendWithoutTrash)).toEqual({ items: [], nextCursor: null });
    expect((await sendWithoutTrash('POST', `/tasks/${id}/restore`, { as })).status).toBe(404);
  });
});

describe('restoreTask', () => {
  test('restores the task, with a new version, to lists, searches and the summary', async () => {
    const as = 'restorer';
    const { body: before } = await send('GET', '/changes', { as });
    const id = await createDeleted(as, 'Findable');
    const restored = await send('POST', `/tasks/${id}/restore`, { as });
    expect(restored.status).toBe(200);
    expect(restored.body).toMatchObject({ id, title: 'Findable', version: 2, tags: ['gone'] });
    expect(restored.headers.get('ETag')).toBe('"2"');
    expect((await send('GET', `/tasks/${id}`, { as })).body).toEqual(restored.body);
    for (const query of ['', 'q=findable', 'tag=gone', 'status=pending']) {
      expect((await send('GET', `/tasks?${query}`, { as })).body.items).toEqual([restored.body]);
    }
    expect((await send('GET', '/summary', { as })).body.total).toBe(1);
    expect(titles(await trash(as))).toEqual([]);
    const { body } = await send('GET', `/changes?since=${before.nextCursor}`, { as });
    expect((body as unknown as ChangePage).items).toMatchObject([{ type: 'upserted', taskId: id }]);
  });

  test('can be repeated', async () => {
    const id = await createDeleted('repeater', 'Twice');
    const first = await send('POST', `/tasks/${id}/restore`, { as: 'repeater' });
    expect((await send('POST', `/tasks/${id}/restore`, { as: 'repeater' })).body).toEqual(first.body);
  });

  test("returns 404 for an unknown task and for another user's task", async () => {
    const id = await createDeleted('owner', 'Private');
    for (const [as, target] of [
      ['owner', unknown],
      ['intruder', id],
    ] as const) {
      expect((await send('POST', `/tasks/${target}/restore`, { as })).status).toBe(404);
    }
  });

  test('returns 409 beyond the quota, and leaves the task in the trash', async () => {
    const as = 'full';
    const id = await createDeleted(as, 'Surplus');
    for (const number of [1, 2, 3]) await createTask(send, { title: `Task ${number}` }, { as });
    expect((await send('POST', `/tasks/${id}/restore`, { as })).status).toBe(409);
    expect(titles(await trash(as))).toEqual(['Surplus']);
  });
});

describe('eraseTask', () => {
  test('erases a deleted task, and the change feed still lists the deletion', async () => {
    const as = 'eraser';
    const id = await createDeleted(as, 'Secret');
    expect((await send('DELETE', `/trash/${id}`, { as: 'intruder' })).status).toBe(404);
    expect((await send('DELETE', `/trash/${id}`, { as })).status).toBe(204);
    expect((await send('DELETE', `/trash/${id}`, { as })).status).toBe(404);
    expect((await send('POST', `/tasks/${id}/restore`, { as })).status).toBe(404);
    const { body } = await send('GET', '/changes', { as });
    expect((body as unknown as ChangePage).items).toMatchObject([{ type: 'deleted', taskId: id }]);
  });

  test('does not erase a task that is not deleted', async () => {
    const { task } = await createTask(send, {}, { as: 'careful' });
    expect((await send('DELETE', `/trash/${task.id}`, { as: 'careful' })).status).toBe(404);
    expect((await send('GET', `/tasks/${task.id}`, { as: 'careful' })).status).toBe(200);
  });
});

test('erases deleted tasks after the retention period of the trash, and keeps them in the change feed', async () => {
  const as = 'expiring';
  const id = await createDeleted(as, 'Old');
  const retention = { trashMs: 30 * DAY_MS, deletionsMs: 90 * DAY_MS, deliveriesMs: DAY_MS };
  await purge(server.service.database, retention, Date.now() + 29 * DAY_MS);
  expect(titles(await trash(as))).toEqual(['Old']);
  const { erased, deletions } = await purge(server.service.database, retention, Date.now() + 31 * DAY_MS);
  expect([erased > 0, deletions]).toEqual([true, 0]);
  expect(titles(await trash(as))).toEqual([]);
  const { body } = await send('GET', '/changes', { as });
  expect((body as unknown as ChangePage).items).toMatchObject([{ type: 'deleted', taskId: id }]);
});
