// Three instances of the service share one PostgreSQL database. Consecutive requests go to different instances.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { client } from '../../support/client.ts';
import type { TestResponse, Send } from '../../support/client.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { createTask } from '../../support/tasks.ts';

let servers: TestServer[];
let sends: Send[];

beforeAll(async () => {
  const first = await startServer();
  const environment = { DATABASE_URL: first.database.url };
  servers = [await startServer(environment), await startServer(environment), first];
  sends = servers.map(client);
});
afterAll(async () => {
  for (const server of servers) await server.close();
});

/** Sends requests to the instances in rotation. */
function anyInstance(): Send {
  let count = 0;
  return (...sent) => sends[(count += 1) % sends.length]!(...sent);
}

const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** Repeats a request while its response is 503. */
async function retry(send: () => Promise<TestResponse>): Promise<TestResponse> {
  for (;;) {
    const response = await send();
    if (response.status !== 503) return response;
  }
}

/** All tasks of a user, page by page. */
async function walk(send: Send, as: string, query = 'limit=7'): Promise<TestResponse['body'][]> {
  const seen: TestResponse['body'][] = [];
  let cursor: string | null = null;
  do {
    const { body } = await send('GET', `/tasks?${query}${cursor ? `&cursor=${cursor}` : ''}`, { as });
    seen.push(...(body.items as TestResponse['body'][]));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return seen;
}

test('creates one task for one idempotency key sent to all instances, with equal responses', async () => {
  const as = 'retrying';
  const responses = await Promise.all(
    numbers(12).map((number) => {
      const sent = {
        body: { title: `Task ${number}` },
        headers: { 'Idempotency-Key': `"key-${number}"` },
        as,
      };
      return Promise.all(sends.map((send) => retry(() => send('POST', '/tasks', sent))));
    }),
  );
  for (const [first, ...others] of responses) {
    expect(first?.status).toBe(201);
    for (const other of others) expect(other.body).toEqual(first?.body);
  }
  const ids = responses.map(([first]) => first?.body.id);
  const there = (await walk(anyInstance(), as)).map(({ id }) => id);
  expect(there.toSorted()).toEqual(ids.toSorted());
  expect((await anyInstance()('GET', '/summary', { as })).body.total).toBe(12);
});

test('waits for the first request with an idempotency key on another instance', async () => {
  const as = 'waiter';
  const release = await servers.at(-1)!.database.lock();
  const sent = { body: { title: 'Slow' }, headers: { 'Idempotency-Key': '"in-flight"' }, as };
  const both = sends.slice(0, 2).map((send) => send('POST', '/tasks', sent));
  await Promise.all(sends.map((send) => send('GET', '/summary', { as })));
  await release();
  const [first, second] = await Promise.all(both);
  expect([first?.status, second?.status]).toEqual([201, 201]);
  expect(second?.body).toEqual(first?.body);
});

test('loses no update, so that the version equals the number of acknowledged updates', async () => {
  const as = 'updater';
  const { task } = await createTask(anyInstance(), {}, { as });
  const send = anyInstance();
  const responses = await Promise.all(
    numbers(30).map((number) =>
      retry(() => send('PATCH', `/tasks/${task.id}`, { body: { title: `Title ${number}` }, as })),
    ),
  );
  const acknowledged = responses.filter(({ status }) => status === 200);
  expect(acknowledged).toHaveLength(30);
  const { headers } = await send('GET', `/tasks/${task.id}`, { as });
  expect(headers.get('ETag')).toBe(`"${1 + acknowledged.length}"`);
  // Each update created a new version.
  expect(new Set(acknowledged.map((response) => response.headers.get('ETag'))).size).toBe(30);
});

test('accepts exactly one of several conditional updates of a version', async () => {
  const as = 'racer';
  const { task, etag: first } = await createTask(anyInstance(), {}, { as });
  let etag = first;
  for (const round of numbers(10)) {
    const responses = await Promise.all(
      sends.map((send, index) =>
        send('PATCH', `/tasks/${task.id}`, {
          body: { title: `Round ${round} by ${index}` },
          headers: { 'If-Match': etag },
          as,
        }),
      ),
    );
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
    const winner = responses.find(({ status }) => status === 200);
    etag = winner?.headers.get('ETag') ?? '';
    expect((await anyInstance()('GET', `/tasks/${task.id}`, { as })).body.title).toBe(winner?.body.title);
  }
});

test('shows every change by updatedSince, and lists unchanged tasks once', async () => {
  const as = 'followed';
  const send = anyInstance();
  const steady = await Promise.all(
    numbers(10).map((n) => createTask(send, { title: `Steady ${n}` }, { as })),
  );
  let isWriting = true;
  const followed = new Map<string, string>();
  let since = '1970-01-01T00:00:00Z';

  async function follow(): Promise<void> {
    for (const task of await walk(send, as, `limit=20&updatedSince=${since}`)) {
      followed.set(task.id, `${task.title} ${task.updatedAt}`);
      if (task.updatedAt > since) since = task.updatedAt;
    }
  }
  async function keepFollowing(): Promise<void> {
    while (isWriting) await follow();
    await follow();
  }
  async function keepWalking(): Promise<void> {
    while (isWriting) {
      const seen = (await walk(send, as, 'limit=5')).filter(({ title }) => title.startsWith('Steady'));
      expect(seen.map(({ id }) => id).toSorted()).toEqual(steady.map(({ task }) => task.id).toSorted());
    }
  }
  async function write(writer: number): Promise<void> {
    for (const n of numbers(8)) {
      const { body } = await retry(() =>
        send('POST', '/tasks', { body: { title: `By ${writer}, ${n}` }, as }),
      );
      await retry(() => send('PATCH', `/tasks/${body.id}`, { body: { title: `${body.title}, again` }, as }));
    }
  }
  const writing = Promise.all(numbers(4).map(write)).finally(() => (isWriting = false));
  await Promise.all([writing, keepFollowing(), keepWalking()]);

  const there = (await walk(send, as)).map(
    ({ id, title, updatedAt }) => [id, `${title} ${updatedAt}`] as const,
  );
  expect([...followed].toSorted()).toEqual([...there].map(([id, text]) => [id, text]).toSorted());
  expect(there).toHaveLength(42);
});

test('keeps the summary correct under concurrent writes', async () => {
  const as = 'counted';
  const send = anyInstance();
  await Promise.all(
    numbers(6).map(async (writer) => {
      for (const n of numbers(4)) {
        const dueAt = `2020-01-0${1 + ((writer + n) % 3)}T00:00:00Z`;
        const { body } = await retry(() =>
          send('POST', '/tasks', { body: { title: 'Count me', dueAt }, as }),
        );
        if (n % 2 === 0)
          await retry(() => send('PATCH', `/tasks/${body.id}`, { body: { status: 'completed' }, as }));
        if (n === 3) await retry(() => send('DELETE', `/tasks/${body.id}`, { as }));
      }
    }),
  );
  const { body } = await send('GET', '/summary', { as });
  expect(body).toMatchObject({
    total: 18,
    byStatus: { pending: 6, in_progress: 0, completed: 12, cancelled: 0 },
    byPriority: { medium: 18 },
    overdue: 6,
  });
});
