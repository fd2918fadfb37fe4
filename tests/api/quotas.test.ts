import { expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import { createTask } from '../support/tasks.ts';

const type = 'urn:problem-type:task-manager-api:quota-exceeded';
const description = 'x'.repeat(5000);

test('rejects tasks and idempotency keys beyond the quotas with 409, and accepts a create after a delete', async () => {
  const server = await startServer({ QUOTA_TASKS: '2', QUOTA_IDEMPOTENCY_KEYS: '1' });
  try {
    const send = client(server);
    const { task } = await createTask(send, {});
    const create = (key?: string) =>
      send('POST', '/tasks', {
        body: { title: 'Another' },
        ...(key === undefined ? {} : { headers: { 'Idempotency-Key': `"${key}"` } }),
      });
    const first = await create('first');
    expect(first.status).toBe(201);
    const rejected = await create();
    expect(rejected).toMatchObject({ status: 409, body: { type, title: 'Quota exceeded' } });
    expect(rejected.body.detail).toBe(
      'You have reached the limit of 2 tasks. Delete tasks before you create more.',
    );
    // A repeated create adds no task, so the quota does not apply.
    expect((await create('first')).body).toEqual(first.body);

    expect((await send('DELETE', `/tasks/${task.id}`)).status).toBe(204);
    expect(await create('second')).toMatchObject({ status: 409, body: { type } });
    expect((await create()).status).toBe(201);
  } finally {
    await server.close();
  }
});

test('rejects text beyond the storage quota with 409, and permits shorter text', async () => {
  const server = await startServer({ QUOTA_STORED_MB: '1' });
  try {
    const send = client(server);
    const { task } = await createTask(send, {});
    await server.service.database.write('alice', (trx) =>
      trx.updateTable('owner').set({ stored_bytes: 999_000 }).execute(),
    );
    const change = { title: task.title, description };
    const path = `/tasks/${task.id}`;
    expect(await send('PATCH', path, { body: change })).toMatchObject({ status: 409, body: { type } });
    expect(await send('PUT', path, { body: change })).toMatchObject({ status: 409, body: { type } });
    expect(await send('POST', '/tasks', { body: change })).toMatchObject({ status: 409, body: { type } });
    expect((await send('PATCH', path, { body: { title: 'x' } })).status).toBe(200);
  } finally {
    await server.close();
  }
});
