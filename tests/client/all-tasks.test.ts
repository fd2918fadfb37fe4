import { expect, test } from '@jest/globals';
import { allTasks, createTaskClient, type Task, type TaskQuery } from '../../client/src/index.ts';
import { json, problem, scriptedFetch, type Scripted } from './scripted-fetch.ts';

function listing(...responses: Scripted[]) {
  const { fetch, requests } = scriptedFetch(...responses);
  return { client: createTaskClient({ baseUrl: 'http://tasks.test', token: 't', fetch }), requests };
}

const page = (ids: string[], nextCursor: string | null): Response =>
  json({ items: ids.map((id) => ({ id })), nextCursor });

async function idsOf(tasks: AsyncIterable<Task>): Promise<string[]> {
  return (await Array.fromAsync(tasks)).map(({ id }) => id);
}

test('follows the cursor with the same filters until it is null', async () => {
  const { client, requests } = listing(page(['1', '2'], 'abc'), page([], 'def'), page(['3'], null));
  const query: TaskQuery = { status: ['pending'], sort: 'due', limit: 2 };
  const tasks = await Array.fromAsync(allTasks(client, query));
  expect(tasks.map(({ id }) => id)).toEqual(['1', '2', '3']);
  expect(requests.map(({ url }) => new URL(url).search)).toEqual([
    '?status=pending&sort=due&limit=2',
    '?status=pending&sort=due&limit=2&cursor=abc',
    '?status=pending&sort=due&limit=2&cursor=def',
  ]);
});

test('requests a page only when it is needed', async () => {
  const { client, requests } = listing(page(['1', '2'], 'abc'));
  for await (const { id } of allTasks(client)) if (id === '2') break;
  expect(requests).toHaveLength(1);
});

test('throws the problem of a page that fails', async () => {
  const { client } = listing(page(['1'], 'abc'), problem(403, 'insufficient-scope'));
  const tasks = allTasks(client);
  expect(await tasks.next()).toMatchObject({ value: { id: '1' } });
  await expect(tasks.next()).rejects.toMatchObject({
    problem: { type: 'urn:problem-type:task-manager-api:insufficient-scope' },
  });
});

test('throws when a page refers to itself as the next page', async () => {
  const { client } = listing(page(['1'], 'abc'), page(['1'], 'abc'));
  await expect(Array.fromAsync(allTasks(client))).rejects.toThrow('Pagination does not end');
});

test('yields a task only once if it moves behind the cursor', async () => {
  const { client } = listing(page(['1', '2'], 'a'), page(['3', '1'], 'b'), page(['2', '4'], null));
  expect(await idsOf(allTasks(client))).toEqual(['1', '2', '3', '4']);
});

test('ends when other clients move the tasks behind the cursor again and again', async () => {
  let requests = 0;
  const client = createTaskClient({
    baseUrl: 'http://tasks.test',
    token: 't',
    fetch: async () => page(['1', '2', '3'], `cursor-${++requests}`),
  });
  expect(await idsOf(allTasks(client))).toEqual(['1', '2', '3']);
  expect(requests).toBe(3);
});

test('stops when the signal is aborted', async () => {
  const { client, requests } = listing(page(['1'], 'abc'), page(['2'], null));
  const stop = new AbortController();
  const tasks = allTasks(client, {}, { signal: stop.signal });
  await tasks.next();
  stop.abort(new Error('The page was left.'));
  await expect(tasks.next()).rejects.toThrow('The page was left.');
  expect(requests).toHaveLength(1);
});
