import { describe, expect, test } from '@jest/globals';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

const full = {
  title: 'Everything',
  description: 'All of it',
  status: 'in_progress',
  priority: 'urgent',
  dueAt: '2026-05-01T10:00:00.000Z',
  tags: ['one', 'two'],
} as const;

describe('replaceTask', () => {
  test('replaces every field', async () => {
    const { task } = await createTask(send);
    const { status, body, headers } = await send('PUT', `/tasks/${task.id}`, { body: full });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...full, id: task.id, createdAt: task.createdAt });
    expect(headers.get('ETag')).toBe('"2"');
  });

  test('resets omitted fields to their defaults', async () => {
    const { task } = await createTask(send, { ...full, tags: [...full.tags] });
    const { body } = await send('PUT', `/tasks/${task.id}`, { body: { title: 'Only this' } });
    expect(body).toMatchObject({
      title: 'Only this',
      description: null,
      status: 'pending',
      priority: 'medium',
      dueAt: null,
      tags: [],
    });
  });

  test('changes nothing when If-Match names a different version', async () => {
    const { task, etag } = await createTask(send);
    await send('PUT', `/tasks/${task.id}`, { body: { title: 'First' }, headers: { 'If-Match': etag } });
    const late = await send('PUT', `/tasks/${task.id}`, {
      body: { title: 'Late' },
      headers: { 'If-Match': etag },
    });
    expect([late.status, late.body.type]).toEqual([
      412,
      'urn:problem-type:task-manager-api:precondition-failed',
    ]);
    expect((await send('GET', `/tasks/${task.id}`)).body.title).toBe('First');
  });

  test('accepts consecutive changes with the latest entity tag', async () => {
    const { task } = await createTask(send);
    let etag = '*';
    for (const title of ['One', 'Two', 'Three']) {
      const response = await send('PUT', `/tasks/${task.id}`, {
        body: { title },
        headers: { 'If-Match': etag },
      });
      expect(response.status).toBe(200);
      etag = response.headers.get('ETag') ?? '';
    }
    expect(etag).toBe('"4"');
  });

  test.each([
    ['any version', () => '*'],
    ['the version', (etag: string) => etag],
    ['the version as a weak tag', (etag: string) => `W/${etag}`],
    ['the version among others', (etag: string) => `"9" , ${etag}`],
  ])('changes nothing when If-None-Match names %s', async (_what, header) => {
    const { task, etag } = await createTask(send);
    const headers = { 'If-Match': etag, 'If-None-Match': header(etag) };
    const response = await send('PUT', `/tasks/${task.id}`, { body: full, headers });
    expect([response.status, response.body.type]).toEqual([
      412,
      'urn:problem-type:task-manager-api:precondition-failed',
    ]);
    expect((await send('GET', `/tasks/${task.id}`)).body).toEqual(task);
  });

  test('replaces a version that If-None-Match does not list', async () => {
    const { task } = await createTask(send);
    const headers = { 'If-None-Match': '"2", "3"' };
    const response = await send('PUT', `/tasks/${task.id}`, { body: { title: 'New' }, headers });
    expect([response.status, response.body.title]).toEqual([200, 'New']);
  });

  test.each(['If-Match', 'If-None-Match'])('rejects an entity tag without quotes in %s', async (name) => {
    const { task } = await createTask(send);
    const response = await send('PUT', `/tasks/${task.id}`, { body: full, headers: { [name]: '1' } });
    expect([response.status, response.body.errors[0]]).toMatchObject([422, { location: 'header', name }]);
  });

  test('returns 404 for an absent task, even with If-Match', async () => {
    const path = '/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';
    expect((await send('PUT', path, { body: full })).status).toBe(404);
    expect((await send('PUT', path, { body: full, headers: { 'If-Match': '*' } })).status).toBe(404);
    expect((await send('GET', path)).status).toBe(404);
  });

  test("does not change another user's task", async () => {
    const { task } = await createTask(send);
    expect((await send('PUT', `/tasks/${task.id}`, { body: full, as: 'mallory' })).status).toBe(404);
    expect((await send('GET', `/tasks/${task.id}`)).body).toEqual(task);
  });

  test('rejects read-only fields', async () => {
    const { task } = await createTask(send);
    const response = await send('PUT', `/tasks/${task.id}`, { body: task });
    const places = response.body.errors.map(({ pointer }) => pointer);
    expect(response.status).toBe(422);
    expect(places.sort()).toEqual(['/completedAt', '/createdAt', '/id', '/updatedAt', '/version']);
  });

  test('requires the title', async () => {
    const { task } = await createTask(send);
    expect((await send('PUT', `/tasks/${task.id}`, { body: {} })).status).toBe(422);
  });

  test.each([
    [400, { raw: '{', headers: { 'Content-Type': 'application/json' } }],
    [413, { body: { title: 'x'.repeat(100_000) } }],
    [415, { raw: 'title: a', headers: { 'Content-Type': 'application/yaml' } }],
    [415, { body: { title: 'a' }, headers: { 'Content-Type': 'application/merge-patch+json' } }],
  ])('returns %i for a malformed, oversized or unsupported body', async (status, sent) => {
    const { task } = await createTask(send);
    expect((await send('PUT', `/tasks/${task.id}`, sent)).status).toBe(status);
  });
});
