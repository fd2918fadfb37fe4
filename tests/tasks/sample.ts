import type { Database } from '../../src/database/database.ts';
import { insertTask } from '../../src/tasks/repository.ts';
import type { StoredTask, Task, TaskFields } from '../../src/tasks/task.ts';
import type { Tables } from '../../src/storage.ts';
import { taskDialect } from '../../src/tasks/storage/dialect.ts';

/** Whose the tasks are in these tests. */
export const OWNER = 'ada';

/** The fields of a task, those given and otherwise unremarkable ones. */
export function fields(given: Partial<TaskFields> = {}): TaskFields {
  return {
    title: 'Water the plants',
    description: null,
    status: 'pending',
    priority: 'medium',
    dueAt: null,
    tags: [],
    ...given,
  };
}

/** Creates a task in a transaction of its own. */
export async function create(
  database: Database<Tables>,
  given: Partial<TaskFields> = {},
  owner = OWNER,
  now?: number,
): Promise<StoredTask> {
  return await database.write(owner, (trx) =>
    insertTask(trx, taskDialect(database).search, owner, fields(given), now),
  );
}

/** Creates a task for each of the given fields, in this order, and returns them. */
export async function createAll(
  database: Database<Tables>,
  given: readonly Partial<TaskFields>[],
  owner = OWNER,
): Promise<Task[]> {
  return await database.write(owner, async (trx) => {
    const tasks: Task[] = [];
    for (const each of given)
      tasks.push((await insertTask(trx, taskDialect(database).search, owner, fields(each))).task);
    return tasks;
  });
}

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the values. */
export function pick<T>(random: () => number, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from');
  return value;
}
