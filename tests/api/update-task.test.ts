import { describe, expect, test } from '@jest/globals';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

describe('updateTask', () => {
  test.each(['application/merge-patch+json', 'application/json'])('accepts a patch as %s', async (type) => {
    const { task } = await createTask(send, { description: 'Stays', tags: ['stays'] });
    const response = await send('PATCH', `/tasks/${task.id}`, {
      body: { priority: 'high' },
      headers: { 'Content-Type': type },
    });
    expect(response.status).toBe(200);
    const { updatedAt } = response.body;
    expect(response.body).toEqual({ ...task, priority: 'high', updatedAt, version: 2 });
  });

  test('clears fields with null, and replaces the whole list of tags', async () => {
    const { task } = await createTask(send, {
      description: 'Goes',
      dueAt: '2026-05-01T10:00:00Z',
      tags: ['one', 'two'],
    });
    const body = { description: null, dueAt: null, tags: ['three'] };
    expect((await send('PATCH', `/tasks/${task.id}`, { body })).body).toMatchObject(body);
  });

  test('sets completedAt when a task is completed, preserves it while it stays completed, and clears it when it is reopened', async () => {
    const { task } = await createTask(send);
    const patch = async (body: unknown) => (await send('PATCH', `/tasks/${task.id}`, { body })).body;
    const completed = await patch({ status: 'completed' });
    expect(completed.completedAt).toBe(completed.updatedAt);
    expect((await patch({ title: 'Still done', status: 'completed' })).completedAt).toBe(
      completed.completedAt,
    );
    expect((await patch({ status: 'pending' })).completedAt).toBeNull();
  });

  test.each([
    ['an empty patch', {}],
    ['the current title', { title: 'Water the plants' }],
    ['the same due date at another offset', { dueAt: '2026-05-01T12:00:00+02:00' }],
    ['the same tags', { tags: ['one', 'two'] }],
    ['null for an empty field', { description: null }],
  ])('preserves the version and updatedAt with %s', async (_what, body) => {
    const { task } = await createTask(send, { dueAt: '2026-05-01T10:00:00Z', tags: ['one', 'two'] });
    const response = await send('PATCH', `/tasks/${task.id}`, { body });
    expect([response.status, response.headers.get('ETag')]).toEqual([200, '"1"']);
    expect(response.body).toEqual(task);
    expect((await send('GET', `/tasks/${task.id}`)).body).toEqual(task);
  });

  test('rejects a patch that changes nothing if its version is outdated', async () => {
    const { task, etag } = await createTask(send);
    await send('PATCH', `/tasks/${task.id}`, { body: { priority: 'low' } });
    const stale = await send('PATCH', `/tasks/${task.id}`, { body: {}, headers: { 'If-Match': etag } });
    expect(stale.status).toBe(412);
  });

  test('removes the tags with null', async () => {
    const { task } = await createTask(send, { tags: ['one', 'two'] });
    const { body } = await send('PATCH', `/tasks/${task.id}`, { body: { tags: null } });
    expect([body.tags, body.version]).toEqual([[], 2]);
    expect((await send('GET', '/tasks?tag=one')).body.items.map(({ id }) => id)).not.toContain(task.id);
  });

  test('applies one of several concurrent changes to a version and rejects the others', async () => {
    const { task, etag } = await createTask(send);
    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        send('PATCH', `/tasks/${task.id}`, { body: { title: `Writer ${n}` }, headers: { 'If-Match': etag } }),
      ),
    );
    const statuses = responses.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
  });

  test('rejects a weak entity tag in If-Match', async () => {
    const { task, etag } = await createTask(send);
    const sent = { body: { title: 'a' }, headers: { 'If-Match': `W/${etag}` } };
    expect((await send('PATCH', `/tasks/${task.id}`, sent)).status).toBe(412);
  });

  test('changes only a version that If-None-Match does not list', async () => {
    const { task, etag } = await createTask(send);
    const patch = async (tags: string) =>
      (await send('PATCH', `/tasks/${task.id}`, { body: { title: 'a' }, headers: { 'If-None-Match': tags } }))
        .status;
    expect([await patch('*'), await patch(etag), await patch('"2"'), await patch('2')]).toEqual([
      412, 412, 200, 422,
    ]);
  });

  test('returns 404 for an absent task', async () => {
    const path = '/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';
    expect((await send('PATCH', path, { body: { title: 'a' } })).status).toBe(404);
  });

  test.each([
    ['a title that is null', { title: null }, '/title'],
    ['a status that is null', { status: null }, '/status'],
    ['an unknown field', { done: true }, '/done'],
    ['completedAt', { completedAt: null }, '/completedAt'],
    ['a JSON Patch (RFC 6902)', [{ op: 'replace', path: '/title', value: 'a' }], ''],
  ])('rejects %s', async (_what, body, pointer) => {
    const { task } = await createTask(send);
    const response = await send('PATCH', `/tasks/${task.id}`, { body });
    expect(response.status).toBe(422);
    expect(response.body.errors).toContainEqual(expect.objectContaining({ location: 'body', pointer }));
  });

  test.each([
    [400, { raw: '{', headers: { 'Content-Type': 'application/json' } }],
    [413, { body: { title: 'x'.repeat(100_000) } }],
  ])('returns %i for a malformed or oversized body', async (status, sent) => {
    const { task } = await createTask(send);
    expect((await send('PATCH', `/tasks/${task.id}`, sent)).status).toBe(status);
  });

  test('lists the supported patch formats', async () => {
    const { task } = await createTask(send);
    const headers = { 'Content-Type': 'application/json-patch+json' };
    const response = await send('PATCH', `/tasks/${task.id}`, { raw: '[]', headers });
    expect(response.status).toBe(415);
    expect(response.headers.get('Accept-Patch')).toBe('application/merge-patch+json, application/json');
  });
});
