// The client behind a proxy that loses 30% of the requests and 30% of the responses. `LOSSY_OPERATIONS=10000` makes more
// operations, and `LOSSY_SEED` other losses.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  allTasks,
  changeTask,
  createTaskClient,
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

/** What the user has done, by the id of the task: its title, and the labels that were added to it. */
type Done = Map<string, { readonly title: string; readonly tags: string[] }>;

/** Creates, reads, changes and lists tasks in a random order. Each operation must succeed. */
async function work(client: TaskClient, name: string, random: () => number): Promise<Done> {
  const done: Done = new Map();
  for (let step = 0; step < operations / users; step++) {
    const [id, known] = [...done][Math.floor(random() * done.size)] ?? [];
    const kind = random();
    if (id === undefined || known === undefined || kind < 0.4) {
      const title = `${name}, step ${step}`;
      const task = unwrap(await client.POST('/tasks', { body: { title } }));
      expect(done.has(task.id)).toBe(false);
      done.set(task.id, { title, tags: [] });
    } else if (kind < 0.7 && known.tags.length < 20) {
      const tag = `step-${step}`;
      const changed = await changeTask(client, id, ({ tags }) => ({ tags: [...tags, tag] }), {
        maxAttempts: 100,
      });
      known.tags.push(tag);
      expect(unwrap(changed).tags).toEqual(known.tags);
    } else if (kind < 0.9) {
      const task = unwrap(await client.GET('/tasks/{taskId}', { params: { path: { taskId: id } } }));
      expect(task).toMatchObject(known);
    } else {
      const listed = await Array.fromAsync(allTasks(client, { sort: 'created', limit: 50 }));
      expect(listed.map((task) => task.id)).toEqual([...done.keys()]);
    }
  }
  return done;
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
      const stored = await Array.fromAsync(allTasks(direct, { sort: 'created', limit: 100 }));
      // Each change raised the version once.
      const expected = [...done[index]!].map(([id, { title, tags }]) => ({
        ...{ id, title, tags },
        version: tags.length + 1,
      }));
      expect(stored.map(({ id, title, tags, version }: Task) => ({ id, title, tags, version }))).toEqual(
        expected,
      );
    }
    // Checks that the proxy really loses the stated share.
    const { requests, lostRequests, lostResponses } = proxy.counts;
    expect(lostRequests / requests).toBeGreaterThan(0.25);
    expect(lostResponses / (requests - lostRequests)).toBeGreaterThan(0.25);
  },
  scaled(30_000 + operations * 20),
);
