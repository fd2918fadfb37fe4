import { completeFields } from '../../src/tasks/columns.ts';
import { taskRepository } from '../../src/tasks/repository.ts';
import type { TaskDatabase } from '../../src/tasks/storage/database.ts';
import type { Task, TaskFields } from '../../src/tasks/task.ts';

/** The owner of the tasks in these tests. */
export const OWNER = 'ada';

/** The fields of a task: the given ones and otherwise the defaults. */
export function fields(given: Partial<TaskFields> = {}): TaskFields {
  return completeFields({ title: 'Water the plants', ...given });
}

/** Creates a task in its own transaction. */
export async function create(
  database: TaskDatabase,
  given: Partial<TaskFields> = {},
  owner = OWNER,
  now?: number,
): Promise<Task> {
  return await taskRepository(database).write(owner, (tasks) => tasks.insert(fields(given), now));
}

/** Creates a task for each of the given fields, in this order, and returns them. */
export async function createAll(
  database: TaskDatabase,
  given: readonly Partial<TaskFields>[],
  owner = OWNER,
): Promise<Task[]> {
  return await taskRepository(database).write(owner, async (tasks) => {
    const created: Task[] = [];
    for (const each of given) created.push(await tasks.insert(fields(each)));
    return created;
  });
}

/** One of the values. */
export function pick<T>(random: () => number, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from');
  return value;
}
