// Uses the client with a sandbox. Every runtime runs this program. Returns the number of checked results.
import { allTasks, changeTask, createTaskClient, unwrap, watchTasks } from 'task-manager-client';
import { exampleResponse } from 'task-manager-client/msw';
import { tasksInfiniteOptions } from 'task-manager-client/query';

/**
 * @param {string} baseUrl
 * @param {string} token
 * @returns {Promise<number>}
 */
export async function useClient(baseUrl, token) {
  let checked = 0;
  /** @type {(actual: unknown, expected: unknown) => void} */
  const equal = (actual, expected) => {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b) throw new Error(`Expected ${b}, received ${a}`);
    checked++;
  };

  // The first attempt of each call fails.
  /** @type {Set<string>} */
  const failed = new Set();
  const client = createTaskClient({
    baseUrl,
    token,
    retry: { sleep: async () => undefined },
    fetch: async (request) => {
      const response = await fetch(request);
      const name = `${request.method} ${request.url}`;
      if (failed.has(name)) return response;
      failed.add(name);
      await response.body?.cancel();
      throw new TypeError('The response is lost.');
    },
  });

  const { id } = unwrap(await client.POST('/tasks', { body: { title: 'Water the plants' } }));
  const changed = unwrap(await changeTask(client, id, ({ tags }) => ({ tags: [...tags, 'home'] })));
  equal([changed.tags, changed.version], [['home'], 2]);
  /** @type {string[]} */
  const titles = [];
  for await (const { title } of allTasks(client)) titles.push(title);
  equal(titles, ['Water the plants']);
  const options = tasksInfiniteOptions(client);
  const page = await options.queryFn({ pageParam: null, signal: new AbortController().signal });
  equal(page.items.length, 1);
  for await (const { items } of watchTasks(client)) {
    equal(items.length, 1);
    break;
  }
  const { response } = await client.DELETE('/tasks/{taskId}', { params: { path: { taskId: id } } });
  equal(response.status, 204);
  const { error } = await client.POST('/tasks', { body: { title: '' } });
  equal(error?.status, 422);
  equal(exampleResponse('createTask', 201).status, 201);
  return checked;
}
