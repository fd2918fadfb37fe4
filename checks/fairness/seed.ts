// Creates the data that the hostile user reads: many tasks with shared tags and words, and a page of the largest tasks.
import type { Database } from '../../src/database/database.ts';
import { createdAtOf, idAt, positionAfter, randomCounter } from '../../src/resource/position.ts';
import type { Position } from '../../src/resource/position.ts';
import type { Tables } from '../../src/storage.ts';
import { completeFields } from '../../src/tasks/columns.ts';
import { taskRepository } from '../../src/tasks/repository.ts';
import type { TaskFields } from '../../src/tasks/task.ts';
import { taskTransfer } from '../../src/tasks/transfer.ts';
import { batches } from '../scale/data.ts';
import { combiningMarks } from './load-shapes.ts';

/** The well-behaved user, and the hostile user with many tasks. */
export const users = { steady: 'steady', hoarder: 'hoarder' } as const;

const LARGE_TASKS = 100;
/** A description of five thousand characters with four bytes each. */
const largest = '𝒜'.repeat(5000);

/** The ids of the tasks that the clients read and change. */
export interface Seeded {
  readonly steadyTasks: readonly string[];
  readonly markedTask: string;
}

/** Fills an empty database. */
export async function seed(database: Database<Tables>, tasks: number): Promise<Seeded> {
  for (const batch of batches(tasks)) await insert(database, users.hoarder, batch);
  await insert(
    database,
    users.hoarder,
    same(LARGE_TASKS, { title: 'An enormous task', description: largest }),
  );
  const [markedTask = ''] = await insert(
    database,
    users.hoarder,
    same(1, { title: 'Marks', description: combiningMarks }),
  );
  const steadyTasks = await insert(
    database,
    users.steady,
    same(200, { title: 'Water the plants', tags: ['home'] }),
  );
  return { steadyTasks, markedTask };
}

interface New {
  readonly fields: TaskFields;
  readonly createdAt: number;
}

function same(count: number, fields: Parameters<typeof completeFields>[0]): New[] {
  return Array.from({ length: count }, () => ({ fields: completeFields(fields), createdAt: Date.now() }));
}

async function insert(database: Database<Tables>, owner: string, batch: readonly New[]): Promise<string[]> {
  const repository = taskRepository(database);
  let position: Position | undefined;
  const tasks = batch.map(({ fields, createdAt }) => {
    position = positionAfter(position, createdAt, randomCounter());
    const id = idAt(position);
    return { owner, task: repository.created(id, createdAtOf(id), fields) };
  });
  await taskTransfer.open(database).write(owner, (imported) => imported.insert(tasks));
  return tasks.map(({ task }) => task.id);
}
