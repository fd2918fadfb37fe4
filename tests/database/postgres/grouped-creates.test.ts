// The creates of one owner that wait at the same time share a transaction. What each of them returns does not depend on that.
import { sql } from 'kysely';
import { expect, test } from '@jest/globals';
import { createTask } from '../../support/tasks.ts';
import { startServer } from '../../support/server.ts';
import { client, type TestResponse } from '../../support/client.ts';
import { useServer } from '../../support/use-server.ts';

const { server, send } = useServer();

const create = (as: string, title: string, key?: string): Promise<TestResponse> =>
  send('POST', '/tasks', {
    body: { title },
    as,
    ...(key === undefined ? {} : { headers: { 'Idempotency-Key': `"${key}"` } }),
  });

/** Sends requests while the row of the owner is locked, so that they wait together. Returns the responses. */
async function sendTogether<T>(owner: string, requests: () => Promise<T>[]): Promise<T[]> {
  const { database } = server.service;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let locked = (): void => undefined;
  const hasLock = new Promise<void>((resolve) => (locked = resolve));
  const holding = database.write(owner, async () => {
    locked();
    await held;
  });
  await hasLock;
  const responses = requests();
  // The requests of another user take the same way, and arrive later.
  await createTask(send, {}, { as: 'after them' });
  release();
  await holding;
  return await Promise.all(responses);
}

/** The number of transactions that have written tasks of an owner. Each row has the id of the one that wrote it. */
async function transactionsOf(owner: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct xmin::text) as count from task where owner = ${owner}`.execute(
    server.service.database.reader as never,
  );
  return rows[0]?.count ?? 0;
}

test('commits the creates of an owner that wait together in one transaction, in the order of their arrival', async () => {
  const as = 'together';
  await createTask(send, {}, { as });
  const before = await transactionsOf(as);
  const titles = Array.from({ length: 20 }, (_, index) => `Task ${index}`);
  const responses = await sendTogether(as, () => titles.map((title) => create(as, title)));
  expect(responses.map(({ status, body }) => [status, body.title])).toEqual(
    titles.map((title) => [201, title]),
  );
  // The first may have begun before the others arrived.
  expect((await transactionsOf(as)) - before).toBeLessThanOrEqual(2);
  for (const { body, headers } of responses) {
    expect(headers.get('ETag')).toBe('"1"');
    expect((await send('GET', `/tasks/${body.id}`, { as })).body).toEqual(body);
  }
  const { items } = (await send('GET', '/changes', { as })).body;
  const ids = new Set(responses.map(({ body }) => body.id));
  expect(ids.size).toBe(20);
  expect((items as unknown as { taskId: string }[]).filter(({ taskId }) => ids.has(taskId))).toHaveLength(20);
  expect((await send('GET', '/summary', { as })).body.total).toBe(21);
});

test('creates one task for requests with the same key, and rejects the key with another body', async () => {
  const as = 'keyed';
  const [first, second, other, plain] = await sendTogether(as, () => [
    create(as, 'Once', 'key'),
    create(as, 'Once', 'key'),
    create(as, 'Another', 'key'),
    create(as, 'Without a key'),
  ]);
  expect([first, second, other, plain].map((response) => response?.status).sort()).toEqual([
    201, 201, 201, 422,
  ]);
  expect(plain?.body.title).toBe('Without a key');
  const keyed = [first, second, other].filter((response) => response?.status === 201);
  expect(new Set(keyed.map((response) => response?.body.id)).size).toBe(1);
  expect((await send('GET', '/summary', { as })).body.total).toBe(2);
});

test('creates as many of them as the quota permits', async () => {
  const limited = await startServer({ QUOTA_TASKS: '5' });
  try {
    const sendTo = client(limited);
    const responses = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        sendTo('POST', '/tasks', { body: { title: `Task ${index}` } }),
      ),
    );
    expect(responses.map(({ status }) => status).sort()).toEqual([
      ...Array(5).fill(201),
      ...Array(7).fill(409),
    ]);
    expect((await sendTo('GET', '/summary')).body.total).toBe(5);
  } finally {
    await limited.close();
  }
});

test('lets other owners create while the creates of one wait', async () => {
  const as = 'waiting';
  const waiting = sendTogether(as, () =>
    Array.from({ length: 10 }, (_, index) => create(as, `Task ${index}`)),
  );
  const others = await Promise.all(['one', 'two', 'three'].map((owner) => create(owner, 'Now')));
  expect(others.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect((await waiting).map(({ status }) => status)).toEqual(Array(10).fill(201));
});
