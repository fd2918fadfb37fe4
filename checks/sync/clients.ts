// Clients that maintain a copy of the tasks from the change feed alone, and clients that change the tasks at the same time.
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { allTasks, createTaskOnce, restoreTask, watchTasks } from '../../client/src/index.ts';
import type { Task, TaskClient } from '../../client/src/index.ts';
import { seededRandom } from '../../src/sandbox/random.ts';
import { pick } from '../../tests/tasks/sample-tasks.ts';

/** A copy of a user's tasks. */
export interface Copy {
  readonly user: string;
  /** The number of times that the copy was started, including the first time. */
  starts(): number;
  pages(): number;
  /** The ids of tasks that differ between the copy and `tasks`. */
  differences(tasks: readonly Task[]): string[];
  stop(): Promise<void>;
}

/** Maintains a copy until it is stopped. The client stores only the copy and the cursor. */
export function maintainCopy(user: string, client: TaskClient, onError: (error: unknown) => void): Copy {
  const tasks = new Map<string, Task>();
  const abort = new AbortController();
  let starts = 0;
  let pages = 0;

  async function watch(): Promise<void> {
    const changes = watchTasks(client, { waitSeconds: 5, maxDelaySeconds: 1, signal: abort.signal });
    for await (const { startsOver, items } of changes) {
      if (startsOver) tasks.clear();
      if (startsOver) starts += 1;
      pages += 1;
      for (const change of items) {
        if (change.type === 'upserted') tasks.set(change.task.id, change.task);
        else tasks.delete(change.taskId);
      }
    }
  }

  const watching = watch().catch(onError);
  return {
    user,
    starts: () => starts,
    pages: () => pages,
    differences(expected) {
      const missing = new Set(tasks.keys()).difference(new Set(expected.map(({ id }) => id)));
      const different = expected.filter((task) => !isDeepStrictEqual(tasks.get(task.id), task));
      return [...missing, ...different.map(({ id }) => id)];
    },
    async stop() {
      abort.abort();
      await watching;
    },
  };
}

/** The maximum number of tasks per writer. A writer with more tasks only changes and deletes tasks. */
const MAX_TASKS = 400;

/** The changes of all writers together. */
export interface Progress {
  acknowledged: number;
  /** The number of requests without a response, whose outcome is unknown. */
  lost: number;
}

/** Creates, changes, deletes and restores tasks until `isOver`. */
export async function write(
  client: TaskClient,
  seed: number,
  progress: Progress,
  isOver: () => boolean,
): Promise<void> {
  const random = seededRandom(seed);
  const ids: string[] = [];
  const deleted: string[] = [];

  async function change(): Promise<boolean> {
    const kind = pick(
      random,
      ids.length > MAX_TASKS ? ['delete', 'patch'] : ['create', 'create', 'patch', 'delete', 'restore'],
    );
    const taskId = ids[Math.floor(random() * ids.length)];
    if (kind === 'create' || taskId === undefined) {
      const { data, response } = await createTaskOnce(client, {
        title: `Task ${Math.floor(random() * 1e9)}`,
      });
      if (data !== undefined) ids.push(data.id);
      return response.ok;
    }
    if (kind === 'restore' && deleted.length > 0) {
      const id = pick(random, deleted);
      const { data, response } = await restoreTask(client, id);
      if (data !== undefined || response.status === 404) deleted.splice(deleted.indexOf(id), 1);
      if (data !== undefined) ids.push(id);
      return response.ok;
    }
    const params = { path: { taskId } };
    if (kind === 'patch') {
      const title = `Changed ${Math.floor(random() * 1e9)}`;
      return (await client.PATCH('/tasks/{taskId}', { params, body: { title } })).response.ok;
    }
    const { response } = await client.DELETE('/tasks/{taskId}', { params });
    if (response.ok || response.status === 404) ids.splice(ids.indexOf(taskId), 1);
    if (response.ok) deleted.push(taskId);
    return response.ok;
  }

  while (!isOver()) {
    const isAcknowledged = await change().catch(() => {
      progress.lost += 1;
      return false;
    });
    if (isAcknowledged) progress.acknowledged += 1;
    // Pauses after a failure, because no instance may be running.
    else await pause(20);
  }
}

const CONVERGENCE_MS = 30_000;

/**
 * Waits until every copy equals the tasks of the service. Resolves to the duration of the wait in milliseconds, or to a
 * description of a difference.
 */
export async function converge(
  copies: readonly Copy[],
  clientOf: (user: string) => TaskClient,
): Promise<number | string> {
  const start = performance.now();
  for (const copy of copies) {
    const tasks = await Array.fromAsync(allTasks(clientOf(copy.user), { limit: 100, sort: 'created' }));
    while (copy.differences(tasks).length > 0) {
      if (performance.now() - start > CONVERGENCE_MS) {
        const differences = copy.differences(tasks);
        return `A copy of ${copy.user} differs in ${differences.length} of ${tasks.length} tasks, for example ${differences[0]}`;
      }
      await pause(10);
    }
  }
  return performance.now() - start;
}
