import { afterEach, expect, test } from '@jest/globals';
import type { components } from '../../generated/openapi.ts';
import { allTasks, createTaskClient } from '../../client/src/index.ts';
import { client } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
afterEach(() => server.close());

const maxTextBytes = 128 * 1024;
/** The longest description that the contract allows: 5,000 characters of four bytes. */
const description = '😀'.repeat(5000);

/** Creates tasks with this description. */
async function createTasks(count: number): Promise<void> {
  const send = client(server);
  for (let n = 0; n < count; n += 1) {
    const { status } = await send('POST', '/tasks', { body: { title: `task ${n}`, description } });
    expect(status).toBe(201);
  }
}

test('ends a page of the longest tasks at 128 KiB, and continues after it', async () => {
  server = await startServer();
  const send = client(server);
  await createTasks(100);
  const titles: string[] = [];
  let cursor: string | null = 'start';
  while (cursor !== null) {
    const { status, body, text, headers } = await send(
      'GET',
      `/tasks?limit=100&sort=created&cursor=${cursor}`,
    );
    expect(status).toBe(200);
    expect(body.items.length).toBeGreaterThan(0);
    expect(Buffer.byteLength(text)).toBeLessThan(maxTextBytes * 1.1);
    expect(headers.has('Link')).toBe(body.nextCursor !== null);
    titles.push(...body.items.map(({ title }: { title: string }) => title));
    cursor = body.nextCursor;
  }
  expect(titles).toEqual(Array.from({ length: 100 }, (_, n) => `task ${n}`));
});

test('returns the same pages again after long tasks, in every order', async () => {
  server = await startServer();
  const send = client(server);
  for (let n = 0; n < 150; n += 1) {
    const dueAt = n % 3 === 0 ? new Date(Date.UTC(2030, 0, 1 + (n % 7))).toISOString() : null;
    const priority = n % 2 === 0 ? 'high' : 'low';
    const isLong = n >= 40 && n < 100;
    const { status } = await send('POST', '/tasks', {
      body: { title: `task ${n}`, dueAt, priority, ...(isLong && { description }) },
    });
    expect(status).toBe(201);
  }
  /** The ids of each page. */
  const pages = async (sort: string, limit: number): Promise<string[][]> => {
    const read: string[][] = [];
    for (let cursor: string | null = 'start'; cursor !== null;) {
      const { body } = await send('GET', `/tasks?limit=${limit}&sort=${sort}&cursor=${cursor}`);
      read.push(body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    return read;
  };
  for (const sort of ['created', 'due', '-due', '-priority']) {
    const ids = (await pages(sort, 10)).flat();
    expect(new Set(ids).size).toBe(150);
    const first = await pages(sort, 100);
    expect(first.flat()).toEqual(ids);
    // After a page that ended early, the service reads the user's next pages in chunks.
    expect(first.length).toBeGreaterThan(2);
    expect(await pages(sort, 100)).toEqual(first);
  }
});

test('permits the typed client to iterate over pages that are shorter than their limit', async () => {
  server = await startServer();
  await createTasks(60);
  const tasks = await Array.fromAsync(
    allTasks(createTaskClient({ baseUrl: server.url, token: await server.token() }), {
      limit: 100,
      sort: 'created',
    }),
  );
  expect(tasks.map(({ title }) => title)).toEqual(Array.from({ length: 60 }, (_, n) => `task ${n}`));
});

test('ends pages of changes and of the trash at 128 KiB, and continues after them', async () => {
  server = await startServer();
  const send = client(server);
  await createTasks(60);
  const copied: string[] = [];
  let since = 'start';
  for (let hasMore = true; hasMore;) {
    const { body, text } = await send('GET', `/changes?since=${since}`);
    const page = body as unknown as components['schemas']['ChangePage'];
    expect(Buffer.byteLength(text)).toBeLessThan(maxTextBytes * 1.1);
    copied.push(...page.items.map(({ taskId }) => taskId));
    ({ nextCursor: since, hasMore } = page);
  }
  expect(new Set(copied).size).toBe(60);

  for (const id of copied) expect((await send('DELETE', `/tasks/${id}`)).status).toBe(204);
  const trashed: string[] = [];
  let cursor: string | null = 'start';
  while (cursor !== null) {
    const { body, text } = await send('GET', `/trash?limit=100&cursor=${cursor}`);
    const page = body as unknown as components['schemas']['TrashPage'];
    expect(Buffer.byteLength(text)).toBeLessThan(maxTextBytes * 1.1);
    trashed.push(...page.items.map(({ task }) => task.id));
    cursor = page.nextCursor;
  }
  expect(trashed.reverse()).toEqual(copied);
});
