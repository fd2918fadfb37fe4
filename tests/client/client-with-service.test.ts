// Runs the typed client against the service.
import { expect, test } from '@jest/globals';
import {
  allTasks,
  changeTask,
  createTaskClient,
  createTaskOnce,
  etagOf,
  validationErrorsByField,
  isProblem,
  newIdempotencyKey,
  unwrap,
  type TaskClient,
} from '../../client/src/index.ts';
import { useServer } from '../support/use-server.ts';

const { server } = useServer();

/** A client for a user who has no tasks yet. */
function clientOf(sub: string): TaskClient {
  return createTaskClient({ baseUrl: server.url, token: () => server.token(sub) });
}

test('creates, lists, reads, changes, replaces and deletes a task', async () => {
  const client = clientOf('round');

  const created = unwrap(await createTaskOnce(client, { title: 'Water the plants', tags: ['home'] }));
  expect(created).toMatchObject({ title: 'Water the plants', status: 'pending', tags: ['home'] });
  const path = { taskId: created.id };

  const page = unwrap(
    await client.GET('/tasks', { params: { query: { status: ['pending', 'completed'] } } }),
  );
  expect(page).toEqual({ items: [created], nextCursor: null });

  const read = await client.GET('/tasks/{taskId}', { params: { path } });
  expect(read.data).toEqual(created);
  const etag = read.response.headers.get('ETag')!;
  const again = await client.GET('/tasks/{taskId}', { params: { path, header: { 'If-None-Match': etag } } });
  expect(again.response.status).toBe(304);

  const changed = unwrap(await changeTask(client, created.id, ({ tags }) => ({ tags: [...tags, 'green'] })));
  expect(changed.tags).toEqual(['home', 'green']);

  const stale = await client.PUT('/tasks/{taskId}', {
    params: { path, header: { 'If-Match': etag } },
    body: { title: 'Water the cactus' },
  });
  expect(stale.error).toMatchObject({ type: 'urn:problem-type:task-manager-api:precondition-failed' });
  const replaced = unwrap(
    await client.PUT('/tasks/{taskId}', { params: { path }, body: { title: 'Water the cactus' } }),
  );
  expect(replaced).toMatchObject({ title: 'Water the cactus', tags: [] });

  const summary = unwrap(await client.GET('/summary'));
  expect(summary).toMatchObject({ total: 1, byStatus: { pending: 1 } });

  const deleted = await client.DELETE('/tasks/{taskId}', { params: { path } });
  expect(deleted.response.status).toBe(204);
  const gone = await client.GET('/tasks/{taskId}', { params: { path } });
  expect(gone.error).toMatchObject({ type: 'urn:problem-type:task-manager-api:task-not-found', status: 404 });
});

test('returns each task of a list with several pages once and in order', async () => {
  const client = clientOf('pages');
  const titles = ['one', 'two', 'three', 'four', 'five'];
  for (const title of titles) unwrap(await client.POST('/tasks', { body: { title } }));
  const listed = await Array.fromAsync(allTasks(client, { sort: 'created', limit: 2 }));
  expect(listed.map(({ title }) => title)).toEqual(titles);
});

test.each(['updated', '-updated', 'priority', '-due'] as const)(
  'returns each task once when the loop changes every task and the order is %s',
  async (sort) => {
    const client = clientOf(`moves-${sort}`);
    const titles = ['one', 'two', 'three', 'four', 'five'];
    for (const title of titles) unwrap(await client.POST('/tasks', { body: { title } }));
    const visited: string[] = [];
    for await (const { id, title } of allTasks(client, { sort, limit: 2 })) {
      visited.push(title);
      // Without this limit, the loop would not end.
      if (visited.length > 2 * titles.length) break;
      unwrap(
        await changeTask(client, id, (task) => ({
          title: `${task.title}, seen`,
          priority: 'high',
          dueAt: '2030-01-01T00:00:00Z',
        })),
      );
    }
    expect(visited.sort()).toEqual(titles.sort());
  },
);

test('creates one task per idempotency key', async () => {
  const client = clientOf('once');
  const key = newIdempotencyKey();
  const first = unwrap(await createTaskOnce(client, { title: 'Book a table' }, { key }));
  const second = unwrap(await createTaskOnce(client, { title: 'Book a table' }, { key }));
  expect(second).toEqual(first);
  const other = await createTaskOnce(client, { title: 'Book a room' }, { key });
  expect(other.error).toMatchObject({ type: 'urn:problem-type:task-manager-api:idempotency-key-reused' });
  expect(unwrap(await client.GET('/tasks')).items).toHaveLength(1);
});

test('applies two concurrent changes', async () => {
  const client = clientOf('twice');
  const { id } = unwrap(await client.POST('/tasks', { body: { title: 'Write the release notes' } }));
  await Promise.all(
    ['docs', 'release'].map((tag) => changeTask(client, id, ({ tags }) => ({ tags: [...tags, tag] }))),
  );
  const task = unwrap(await client.GET('/tasks/{taskId}', { params: { path: { taskId: id } } }));
  expect([...task.tags].sort()).toEqual(['docs', 'release']);
});

test('changes a task behind a proxy that weakens its ETag', async () => {
  // nginx weakens the ETag when it compresses a response.
  const client = createTaskClient({
    baseUrl: server.url,
    token: () => server.token('proxied'),
    fetch: async (request) => {
      const response = await fetch(request);
      const headers = new Headers(response.headers);
      const etag = headers.get('ETag');
      if (etag !== null) headers.set('ETag', `W/${etag}`);
      return new Response(response.body, { status: response.status, headers });
    },
  });
  const task = unwrap(await createTaskOnce(client, { title: 'Water the plants' }));
  const changed = unwrap(await changeTask(client, task.id, () => ({ status: 'completed' })));
  expect(changed.status).toBe('completed');
  const listed = unwrap(await client.GET('/tasks')).items[0]!;
  const path = { taskId: listed.id };
  const deleted = await client.DELETE('/tasks/{taskId}', {
    params: { path, header: { 'If-Match': etagOf(listed) } },
  });
  expect(deleted.response.status).toBe(204);
});

test('groups validation errors by field', async () => {
  const { error } = await clientOf('invalid').POST('/tasks', {
    body: { title: '', tags: ['fine', 'Not fine'] },
  });
  if (!isProblem(error)) throw new Error('Expected a problem');
  expect([...validationErrorsByField(error).keys()].sort()).toEqual(['/tags/1', '/title']);
});

test('returns a problem when the token lacks the scope', async () => {
  const client = createTaskClient({ baseUrl: server.url, token: await server.token('reader', 'tasks:read') });
  const { error } = await client.POST('/tasks', { body: { title: 'Water the plants' } });
  expect(error).toMatchObject({ type: 'urn:problem-type:task-manager-api:insufficient-scope' });
});

test('reads public operations and responses that are not JSON', async () => {
  const client = clientOf('anyone');
  expect(unwrap(await client.GET('/health')).status).toBe('ready');
  expect(unwrap(await client.GET('/openapi.yaml', { parseAs: 'text' }))).toContain('openapi: 3.1');
  expect(unwrap(await client.GET('/openapi.json')).openapi).toMatch(/^3\.1\./);
  expect(unwrap(await client.GET('/metrics', { parseAs: 'text' }))).toContain('# HELP');
});
