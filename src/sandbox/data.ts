// The data of the sandbox: the tasks in the contract's examples, and generated ones.
import type { Contract } from '../contract/document.ts';
import { resolve } from '../contract/reference.ts';
import type { JsonObject } from '../contract/reference.ts';
import type { Database } from '../database/database.ts';
import { renewEpoch } from '../resource/changes/epoch.ts';
import type { Clock } from '../resource/owner/account.ts';
import { storedPosition } from '../resource/position.ts';
import { storages } from '../storage.ts';
import type { Tables } from '../storage.ts';
import type { Task } from '../tasks/task.ts';
import { taskTransfer } from '../tasks/transfer.ts';
import { generateTask, idFor } from './generated-tasks.ts';
import { seededRandom, seedOf } from './random.ts';
import { demoUser } from './token.ts';

export interface SandboxData {
  /**
   * Adds `count` generated tasks for a user, and on the user's first call also the contract's examples. Returns the
   * number of added tasks.
   */
  seed(owner: string, count: number): Promise<number>;
  /** Deletes all data. */
  clear(): Promise<void>;
}

/** The tables that a reset empties. A reset renews the epoch of the change feed instead of deleting it. */
const tables = storages
  .flatMap((storage): readonly string[] => storage.tables)
  .filter((table) => table !== 'change_epoch') as (keyof Tables)[];

/** The number of tasks per transaction. */
const batchSize = 500;

/** Binds the data to a database. */
export function sandboxData(contract: Contract, database: Database<Tables>, clock: Clock): SandboxData {
  const examples = exampleTasks(contract);
  const newestMs = Math.min(...examples.map(({ createdAt }) => Date.parse(createdAt)));
  /** The number of tasks that were added for each user. */
  const given = new Map<string, number>();
  const transfer = taskTransfer.open(database);

  async function insert(owner: string, tasks: readonly Task[]): Promise<void> {
    // Positions are unique across all users, so only one user can have the ids of the examples.
    const random = seededRandom(seedOf(`${owner} ${given.get(owner) ?? 0}`));
    const renamed = owner === demoUser ? tasks : tasks.map((task) => withNewId(task, random));
    await transfer.write(owner, async (rows) => {
      let free = renamed;
      for (;;) {
        const taken = await rows.findAtPositionsOf(free.map((task) => ({ owner, task })));
        if (taken.size === 0) break;
        free = free.map((task) => (taken.has(storedPosition(task)) ? withNewId(task, random) : task));
      }
      await rows.insert(free.map((task) => ({ owner, task })));
    });
  }

  return {
    async seed(owner, count) {
      const start = given.get(owner);
      const first = start ?? 0;
      if (start === undefined) await insert(owner, examples);
      for (let from = first; from < first + count; from += batchSize) {
        const length = Math.min(batchSize, first + count - from);
        const tasks = Array.from({ length }, (_, offset) => {
          const index = from + offset;
          return generateTask(seededRandom(index), index, newestMs, clock());
        });
        await insert(owner, tasks);
        given.set(owner, from + length);
      }
      given.set(owner, first + count);
      return count + (start === undefined ? examples.length : 0);
    },

    async clear() {
      given.clear();
      await database.write('', async (trx) => {
        for (const table of tables) await trx.deleteFrom(table).execute();
      });
      // Makes the cursors of the change feed expire.
      await renewEpoch(database);
    },
  };
}

/** Returns the task with a different id for the same creation time. */
function withNewId(task: Task, random: () => number): Task {
  return { ...task, id: idFor(Date.parse(task.createdAt), random) };
}

/** Returns the tasks in the contract's list examples, each of them once. */
function exampleTasks({ document, operations }: Contract): Task[] {
  const list = operations.find(({ id }) => id === 'listTasks')?.responses.get('200') ?? {};
  const media = (list['content'] as JsonObject)['application/json'] as JsonObject;
  const pages = Object.values(media['examples'] as JsonObject).map(
    (example) => resolve(document, example)['value'] as unknown as { items: Task[] },
  );
  return [...new Map(pages.flatMap(({ items }) => items).map((task) => [task.id, task])).values()];
}
