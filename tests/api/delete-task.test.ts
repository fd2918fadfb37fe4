import { describe, expect, test } from '@jest/globals';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

describe('deleteTask', () => {
  test('removes the task from all lists', async () => {
    const { task } = await createTask(send, { tags: ['gone'], title: 'Vanishing' }, { as: 'deleter' });
    const path = `/tasks/${task.id}`;
    expect((await send('DELETE', path, { as: 'deleter' })).status).toBe(204);
    expect((await send('GET', path, { as: 'deleter' })).status).toBe(404);
    expect((await send('DELETE', path, { as: 'deleter' })).status).toBe(404);
    for (const query of ['', '?tag=gone', '?q=vanishing', '?status=pending']) {
      expect((await send('GET', `/tasks${query}`, { as: 'deleter' })).body.items).toEqual([]);
    }
    expect((await send('GET', '/summary', { as: 'deleter' })).body.total).toBe(0);
  });

  test('deletes only the version that If-Match names', async () => {
    const { task, etag } = await createTask(send);
    await send('PATCH', `/tasks/${task.id}`, { body: { title: 'Newer' } });
    expect((await send('DELETE', `/tasks/${task.id}`, { headers: { 'If-Match': etag } })).status).toBe(412);
    expect((await send('DELETE', `/tasks/${task.id}`, { headers: { 'If-Match': '"2"' } })).status).toBe(204);
  });

  test('deletes only a version that If-None-Match does not list', async () => {
    const { task, etag } = await createTask(send);
    const remove = async (tags: string) =>
      (await send('DELETE', `/tasks/${task.id}`, { headers: { 'If-None-Match': tags } })).status;
    expect([await remove('*'), await remove(etag), await remove('2'), await remove('"2"')]).toEqual([
      412, 412, 422, 204,
    ]);
  });

  test("does not delete another user's task", async () => {
    const { task } = await createTask(send);
    expect((await send('DELETE', `/tasks/${task.id}`, { as: 'mallory' })).status).toBe(404);
    expect((await send('GET', `/tasks/${task.id}`)).status).toBe(200);
  });

  test('rejects an id that is not a UUID', async () => {
    expect((await send('DELETE', '/tasks/7')).status).toBe(422);
  });
});
