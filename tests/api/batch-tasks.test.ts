import { describe, expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import type { TestResponse } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

const conflict = 'urn:problem-type:task-manager-api:batch-conflict';
const absent = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';

type Operation = Readonly<Record<string, unknown>>;
type Result = TestResponse['body']['results'][number];
const create = (task: object): Operation => ({ type: 'create', task });

function batch(operations: readonly Operation[], as = 'alice', key?: string): Promise<TestResponse> {
  const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': `"${key}"` };
  return send('POST', '/tasks/batch', { body: { operations }, headers, as });
}

const read = async (id: string, as?: string): Promise<TestResponse> =>
  await send('GET', `/tasks/${id}`, as === undefined ? {} : { as });

/** The pointer and the code of each error of a problem. */
const errorsOf = ({ body }: TestResponse): string[] =>
  (body.errors as { pointer?: string; name?: string; code: string }[]).map(
    ({ pointer, name, code }) => `${pointer ?? name}: ${code}`,
  );

describe('batchTasks', () => {
  test('creates, updates and deletes in one request, with a result for each', async () => {
    const { task: kept } = await createTask(send, { description: 'Unchanged' });
    const { task: doomed } = await createTask(send);
    const { status, body } = await batch([
      create({ title: 'First', tags: ['a', 'b'], dueAt: '2026-01-01T01:00:00+01:00', status: 'completed' }),
      { type: 'update', taskId: kept.id.toUpperCase(), version: 1, task: { title: 'Changed' } },
      create({ title: 'Second' }),
      { type: 'delete', taskId: doomed.id, version: 1 },
    ]);
    expect(status).toBe(200);
    const [first, , second] = body.results as [Result, Result, Result];
    expect(body.results).toEqual([
      { type: 'created', taskId: expect.any(String), version: 1 },
      { type: 'updated', taskId: kept.id, version: 2 },
      { type: 'created', taskId: expect.any(String), version: 1 },
      { type: 'deleted', taskId: doomed.id },
    ]);
    expect(first.taskId < second.taskId).toBe(true);
    const created = (await read(first.taskId)).body;
    expect(created).toMatchObject({
      ...{ title: 'First', description: null, priority: 'medium', tags: ['a', 'b'], status: 'completed' },
      ...{ dueAt: '2026-01-01T00:00:00.000Z', completedAt: created.createdAt, version: 1 },
    });
    expect((await read(kept.id)).body).toMatchObject({
      title: 'Changed',
      description: 'Unchanged',
      version: 2,
    });
    expect((await read(doomed.id)).status).toBe(404);
    expect((await send('POST', `/tasks/${doomed.id}/restore`)).status).toBe(200);
  });

  test('keeps tags, search, summary and changes consistent with a hundred new tasks', async () => {
    const as = 'hundred';
    const { body } = await batch(
      Array.from({ length: 100 }, (_, index) =>
        create({ title: `Errand ${index}`, tags: index % 2 === 0 ? ['even'] : [], priority: 'high' }),
      ),
      as,
    );
    const ids = body.results.map(({ taskId }) => taskId);
    expect(new Set(ids).size).toBe(100);
    const list = async (query: string) => (await send('GET', `/tasks?limit=100&${query}`, { as })).body.items;
    expect((await list('sort=created')).map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(await list('tag=even')).toHaveLength(50);
    expect(await list('q=errand+99')).toMatchObject([{ id: ids[99], title: 'Errand 99' }]);
    expect((await send('GET', '/summary', { as })).body).toMatchObject({
      total: 100,
      byPriority: { high: 100 },
    });
    const { items } = (await send('GET', '/changes', { as })).body;
    expect(items.map((change) => (change as unknown as Result).taskId)).toEqual(ids);
    expect((await createTask(send, {}, { as })).task.id > ids[99]!).toBe(true);
  });

  test('applies operations on the same task in their order', async () => {
    const { task } = await createTask(send);
    const taskId = task.id;
    const { body } = await batch([
      { type: 'update', taskId, version: 1, task: { priority: 'low' } },
      { type: 'update', taskId, version: 2, task: { priority: 'low' } },
      { type: 'update', taskId, version: 2, task: { tags: null } },
      { type: 'update', taskId, version: 2, task: { priority: 'high' } },
      { type: 'delete', taskId, version: 3 },
    ]);
    expect(body.results).toEqual([
      ...[2, 2, 2, 3].map((version) => ({ type: 'updated', taskId, version })),
      { type: 'deleted', taskId },
    ]);
  });

  test('changes nothing if operations conflict, and lists all conflicts', async () => {
    const as = 'conflicting';
    const { task } = await createTask(send, {}, { as });
    const { task: other } = await createTask(send);
    const response = await batch(
      [
        create({ title: 'Never created' }),
        { type: 'update', taskId: task.id, task: { title: 'Never changed' } },
        { type: 'update', taskId: task.id, version: 7, task: { title: 'Stale' } },
        { type: 'delete', taskId: absent },
        { type: 'delete', taskId: other.id },
        { type: 'delete', taskId: task.id },
        { type: 'delete', taskId: task.id },
      ],
      as,
    );
    expect(response).toMatchObject({ status: 409, body: { type: conflict } });
    expect(errorsOf(response)).toEqual([
      '/operations/2/version: versionMismatch',
      '/operations/3/taskId: taskNotFound',
      '/operations/4/taskId: taskNotFound',
      '/operations/6/taskId: taskNotFound',
    ]);
    expect((await read(task.id, as)).body).toEqual(task);
    expect((await send('GET', '/summary', { as })).body.total).toBe(1);
    expect((await send('GET', '/changes', { as })).body.items).toHaveLength(1);
  });

  test('lists the validation errors of all operations', async () => {
    const response = await batch([
      create({ title: '' }),
      create({ title: 'x', tags: ['Not a tag'], colour: 'red' }),
      { type: 'create' },
      { type: 'create', task: { description: 'No title' } },
      { type: 'create', taskId: absent, version: 1, task: { title: 'x' } },
      { type: 'update', version: 0, task: {} },
      { type: 'update', taskId: absent },
      { type: 'delete', taskId: '7', task: {} },
      { type: 'delete' },
      { type: 'merge' },
      {},
    ]);
    expect(response.status).toBe(422);
    expect(errorsOf(response).sort()).toEqual([
      '/operations/0/task/title: minLength',
      '/operations/1/task/colour: additionalProperties',
      '/operations/1/task/tags/0: pattern',
      '/operations/10/type: required',
      '/operations/2/task: required',
      '/operations/3/task/title: required',
      '/operations/4/taskId: notAllowed',
      '/operations/4/version: notAllowed',
      '/operations/5/taskId: required',
      '/operations/5/version: minimum',
      '/operations/6/task: required',
      '/operations/7/task: notAllowed',
      '/operations/7/taskId: format',
      '/operations/8/taskId: required',
      '/operations/9/type: enum',
    ]);
    expect(response.body.errors).toContainEqual({
      ...{ location: 'body', pointer: '/operations/7/task', code: 'notAllowed' },
      detail: 'is not allowed here',
    });
  });

  test.each([[[]], [Array.from({ length: 101 }, () => create({ title: 'x' }))]])(
    'rejects a batch without operations, and one with more than 100',
    async (operations) => {
      expect((await batch(operations)).status).toBe(422);
    },
  );

  test('limits the body to 1 MiB, which a batch of valid operations can exceed', async () => {
    const fill = (count: number) =>
      Array.from({ length: count }, () => create({ title: 'x', description: '€'.repeat(5000) }));
    expect((await batch(fill(68), 'filler')).status).toBe(200);
    const response = await batch(fill(71), 'filler');
    expect(response).toMatchObject({
      status: 413,
      body: { detail: 'The body must not exceed 1048576 bytes.' },
    });
  });

  test('requires the scope tasks:write', async () => {
    const body = { operations: [create({ title: 'x' })] };
    expect((await send('POST', '/tasks/batch', { body, scope: 'tasks:read' })).status).toBe(403);
  });
});

describe('batchTasks with an Idempotency-Key', () => {
  test('repeats the response, and changes nothing', async () => {
    const as = 'repeater';
    const { task } = await createTask(send, {}, { as });
    const { task: doomed } = await createTask(send, {}, { as });
    const operations = [
      create({ title: 'Once' }),
      { type: 'update', taskId: task.id, version: 1, task: { title: 'Changed' } },
      { type: 'delete', taskId: doomed.id },
    ];
    const first = await batch(operations, as, 'repeat');
    await send('PATCH', `/tasks/${task.id}`, { body: { title: 'Changed since' }, as });
    const second = await batch(operations, as, 'repeat');
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect((await send('GET', '/summary', { as })).body.total).toBe(2);
  });

  test('repeats the response if the properties are in a different order', async () => {
    const first = await batch([{ type: 'create', task: { title: 'One', tags: ['a'] } }], 'sorter', 'order');
    const again = await batch([{ task: { tags: ['a'], title: 'One' }, type: 'create' }], 'sorter', 'order');
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
  });

  test('rejects the key if it is reused for different operations or for a create', async () => {
    const as = 'reuser';
    await batch([create({ title: 'One' })], as, 'reused');
    expect((await batch([create({ title: 'Two' })], as, 'reused')).status).toBe(422);
    const headers = { 'Idempotency-Key': '"reused"' };
    expect((await send('POST', '/tasks', { body: { title: 'One' }, headers, as })).status).toBe(422);
  });

  test('releases the key when the batch is rejected', async () => {
    const stale = [create({ title: 'x' }), { type: 'delete', taskId: absent }];
    expect((await batch(stale, 'releaser', 'released')).status).toBe(409);
    expect((await batch([create({ title: 'x' })], 'releaser', 'released')).status).toBe(200);
  });

  test('applies the batch once if it is sent twice at the same time', async () => {
    const as = 'racer';
    const operations = [create({ title: 'One' }), create({ title: 'Two' })];
    const [first, second] = await Promise.all([batch(operations, as, 'race'), batch(operations, as, 'race')]);
    expect(first.body.results).toHaveLength(2);
    expect(second.body).toEqual(first.body);
    expect((await send('GET', '/summary', { as })).body.total).toBe(2);
  });
});

test('reports the operations of a batch that exceed a quota', async () => {
  const limited = await startServer({ QUOTA_TASKS: '3', QUOTA_IDEMPOTENCY_KEYS: '1' });
  try {
    const sendTo = client(limited);
    const { task } = await createTask(sendTo);
    const post = (operations: Operation[], key?: string) =>
      sendTo('POST', '/tasks/batch', {
        body: { operations },
        ...(key === undefined ? {} : { headers: { 'Idempotency-Key': `"${key}"` } }),
      });
    const three = ['a', 'b', 'c'].map((title) => create({ title }));
    const exceeding = await post([...three, { type: 'delete', taskId: absent }]);
    expect(errorsOf(exceeding)).toEqual([
      '/operations/2: quotaExceeded',
      '/operations/3/taskId: taskNotFound',
    ]);
    expect(exceeding.body.errors[0]?.detail).toBe('exceeds the limit of 3 tasks');
    expect((await post([{ type: 'delete', taskId: task.id }, ...three], 'first')).status).toBe(200);
    const rejected = await post([{ type: 'delete', taskId: task.id }], 'second');
    expect(errorsOf(rejected)).toEqual(['/operations/0/taskId: taskNotFound']);
    const { items } = (await sendTo('GET', '/tasks')).body;
    const keyed = await post([{ type: 'delete', taskId: items[0]!.id }], 'second');
    expect(errorsOf(keyed)).toEqual(['Idempotency-Key: quotaExceeded']);
    expect(keyed.body.detail).toBe('The key exceeds a quota. Nothing was changed.');
    expect((await sendTo('GET', '/summary')).body.total).toBe(3);
  } finally {
    await limited.close();
  }
});

test('inserts a batch around a position that another owner has taken', async () => {
  const { database } = server.service;
  const clock = BigInt(Date.parse('2040-01-01T00:00:00Z')) << 20n;
  const at = (owner: string, ahead: bigint) =>
    database.write(owner, async (trx) => {
      const ready = { item_count: 0, stored_bytes: 0, key_count: 0, webhook_count: 0, clock: clock + ahead };
      await trx
        .insertInto('owner')
        .values({ owner, ...ready })
        .onConflict((one) => one.column('owner').doUpdateSet(ready))
        .execute();
    });
  await at('occupant', 2n);
  const { task } = await createTask(send, {}, { as: 'occupant' });
  await at('newcomer', 0n);
  const { body } = await batch(
    Array.from({ length: 5 }, (_, index) => create({ title: `Task ${index}` })),
    'newcomer',
  );
  const ids = body.results.map(({ taskId }) => taskId);
  expect(new Set([...ids, task.id]).size).toBe(6);
  const titles = await Promise.all(ids.map(async (id) => (await read(id, 'newcomer')).body.title));
  expect(titles).toEqual(['Task 0', 'Task 1', 'Task 2', 'Task 3', 'Task 4']);
  expect((await read(task.id, 'occupant')).body).toEqual(task);
});
