// Runs the client behind a proxy that loses 30% of the requests and 30% of the responses. `LOSSY_OPERATIONS=10000` runs more
// operations. `LOSSY_SEED` changes which requests and responses are lost.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  allTasks,
  changeTask,
  createTaskClient,
  etagOf,
  restoreTask,
  unwrap,
  type Task,
  type TaskClient,
} from '../../client/src/index.ts';
import { scaled } from '../support/timeouts.js';
import { useServer } from '../support/use-server.ts';
import { seededRandom } from '../../src/sandbox/random.ts';
import { startLossyProxy, type LossyProxy } from './lossy-proxy.ts';

const operations = Number(process.env['LOSSY_OPERATIONS'] ?? 300);
const seed = Number(process.env['LOSSY_SEED'] ?? 1);
const users = 8;

const { server } = useServer({ RATE_LIMIT_REQUESTS: '1000000' });
let proxy: LossyProxy;
beforeAll(async () => {
  proxy = await startLossyProxy(server.url, 0.3, seed);
});
afterAll(() => proxy.close());

/** A task as the user expects it. */
interface Known {
  readonly title: string;
  readonly tags: readonly string[];
  readonly version: number;
}

const known = ({ title, tags, version }: Task): Known => ({ title, tags, version });

const byId = (tasks: readonly Task[]) => new Map(tasks.map((task) => [task.id, known(task)]));

/** The tasks that the user expects, by id. */
interface Done {
  readonly tasks: Map<string, Known>;
  readonly trash: Map<string, Known>;
}

/** Creates, reads, changes, replaces, deletes, restores and lists tasks in a random order. Each operation must succeed. */
async function work(client: TaskClient, name: string, random: () => number): Promise<Done> {
  const tasks = new Map<string, Known>();
  const trash = new Map<string, Known>();
  const anyOf = (map: typeof tasks) => [...map][Math.floor(random() * map.size)];

  for (let step = 0; step < operations / users; step++) {
    const kind = random();
    const title = `${name}, step ${step}`;
    const [id, task] = anyOf(tasks) ?? [];
    const [deletedId, deleted] = anyOf(trash) ?? [];
    const path = { taskId: id ?? '' };
    if (id === undefined || task === undefined || kind < 0.35) {
      const created = unwrap(await client.POST('/tasks', { body: { title } }));
      expect(tasks.has(created.id) || trash.has(created.id)).toBe(false);
      tasks.set(created.id, { title, tags: [], version: 1 });
    } else if (kind < 0.5) {
      const expected = {
        ...task,
        tags: [...task.tags, `step-${step}`].slice(-20),
        version: task.version + 1,
      };
      const changed = await changeTask(client, id, () => ({ tags: expected.tags }));
      expect(known(unwrap(changed))).toEqual(expected);
      tasks.set(id, expected);
    } else if (kind < 0.65) {
      const replaced = await client.PUT('/tasks/{taskId}', {
        params: { path, header: { 'If-Match': etagOf(task) } },
        body: { title },
      });
      const expected = { title, tags: [], version: task.version + 1 };
      expect(known(unwrap(replaced))).toEqual(expected);
      tasks.set(id, expected);
    } else if (kind < 0.75) {
      const header = random() < 0.5 ? { 'If-Match': etagOf(task) } : {};
      unwrap(await client.DELETE('/tasks/{taskId}', { params: { path, header } }));
      tasks.delete(id);
      trash.set(id, task);
    } else if (kind < 0.8 && deletedId !== undefined && deleted !== undefined) {
      const expected = { ...deleted, version: deleted.version + 1 };
      expect(known(unwrap(await restoreTask(client, deletedId)))).toEqual(expected);
      trash.delete(deletedId);
      tasks.set(deletedId, expected);
    } else if (kind < 0.9) {
      expect(known(unwrap(await client.GET('/tasks/{taskId}', { params: { path } })))).toEqual(task);
    } else {
      const listed = await Array.fromAsync(allTasks(client, { limit: 50 }));
      expect(byId(listed)).toEqual(tasks);
    }
  }
  return { tasks, trash };
}

/** The ids of the deleted tasks. */
async function trashOf(client: TaskClient): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor !== null && { cursor }) };
    const page = unwrap(await client.GET('/trash', { params: { query } }));
    ids.push(...page.items.map(({ task }) => task.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

test(
  `loses and duplicates nothing in ${operations} operations`,
  async () => {
    const names = Array.from({ length: users }, (_, index) => `user-${index}`);
    const done = await Promise.all(
      names.map(async (name, index) => {
        const client = createTaskClient({
          baseUrl: proxy.url,
          token: await server.token(name),
          // With half of the attempts lost, the chance that a call fails is one in 10^12.
          retry: { maxAttempts: 40, sleep: async () => undefined },
        });
        return work(client, name, seededRandom(seed + index + 1));
      }),
    );

    for (const [index, name] of names.entries()) {
      const direct = createTaskClient({ baseUrl: server.url, token: await server.token(name) });
      const { tasks, trash } = done[index]!;
      expect(byId(await Array.fromAsync(allTasks(direct, { limit: 100 })))).toEqual(tasks);
      expect((await trashOf(direct)).toSorted()).toEqual([...trash.keys()].toSorted());
    }
    // Checks that the proxy really loses the stated share.
    const { requests, lostRequests, lostResponses } = proxy.counts;
    expect(lostRequests / requests).toBeGreaterThan(0.25);
    expect(lostResponses / (requests - lostRequests)).toBeGreaterThan(0.25);
  },
  scaled(30_000 + operations * 20),
);
