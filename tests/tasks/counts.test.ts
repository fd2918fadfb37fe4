import { expect, test } from '@jest/globals';
import { taskRepository } from '../../src/tasks/repository.ts';
import type { TaskDatabase } from '../../src/tasks/storage/database.ts';
import type { Summary } from '../../src/tasks/summary.ts';
import { isOpen, type Task, type TaskFields } from '../../src/tasks/task.ts';
import { openFresh } from '../support/temporary-database.ts';
import { seededRandom } from '../../src/sandbox/random.ts';
import { createAll, fields, OWNER, pick } from './sample-tasks.ts';

const NOW = '2026-03-15T12:00:00.000Z';

const none: Summary = {
  total: 0,
  byStatus: { pending: 0, in_progress: 0, completed: 0, cancelled: 0 },
  byPriority: { low: 0, medium: 0, high: 0, urgent: 0 },
  overdue: 0,
};

/** The expected summary, counted task by task. */
function counted(tasks: Iterable<Task>): Summary {
  const summary = structuredClone(none);
  for (const task of tasks) {
    summary.total += 1;
    summary.byStatus[task.status] += 1;
    summary.byPriority[task.priority] += 1;
    if (isOpen(task) && task.dueAt !== null && task.dueAt < NOW) summary.overdue += 1;
  }
  return summary;
}

function randomFields(random: () => number): TaskFields {
  const day = String(13 + Math.floor(random() * 5)).padStart(2, '0');
  const hour = String(Math.floor(random() * 24)).padStart(2, '0');
  return fields({
    status: pick(random, ['pending', 'in_progress', 'completed', 'cancelled']),
    priority: pick(random, ['low', 'medium', 'high', 'urgent']),
    dueAt: random() < 0.2 ? null : `2026-03-${day}T${hour}:00:00.000Z`,
    tags: pick(random, [[], ['home'], ['home', 'work'], ['work']]),
  });
}

/** Creates, changes and deletes tasks at random. Returns the tasks that remain. */
async function randomWrites(database: TaskDatabase, owner: string, seed: number): Promise<Task[]> {
  const random = seededRandom(seed);
  const alive: Task[] = [];
  await taskRepository(database).write(owner, async (tasks) => {
    for (let step = 0; step < 400; step += 1) {
      const index = Math.floor(random() * alive.length);
      const current = random() < 0.6 ? alive[index] : undefined;
      if (current === undefined) {
        alive.push(await tasks.insert(randomFields(random)));
      } else if (random() < 0.6) {
        alive[index] = await tasks.save(current, randomFields(random));
      } else {
        await tasks.remove(current);
        alive.splice(index, 1);
      }
    }
  });
  return alive;
}

test('gives the same summary as counting task by task, for each owner', async () => {
  const database = await openFresh();
  const tasks = await randomWrites(database, OWNER, 1);
  const others = await randomWrites(database, 'grace', 2);
  expect(tasks.length).toBeGreaterThan(20);
  expect(await taskRepository(database).summarize(OWNER, NOW)).toEqual(counted(tasks));
  expect(await taskRepository(database).summarize('grace', NOW)).toEqual(counted(others));
});

test('deletes the count of a day without open tasks', async () => {
  const database = await openFresh();
  const tasks = await randomWrites(database, OWNER, 3);
  await taskRepository(database).write(OWNER, async (stored) => {
    for (const task of tasks) await stored.remove(task);
  });
  expect(await database.reader.selectFrom('task_due_count').selectAll().execute()).toEqual([]);
  expect(await database.reader.selectFrom('task_tag').selectAll().execute()).toEqual([]);
  expect(await taskRepository(database).summarize(OWNER, NOW)).toEqual(none);
});

test('returns a summary of zeros to an owner without tasks', async () => {
  const database = await openFresh();
  expect(await taskRepository(database).summarize(OWNER, NOW)).toEqual(none);
});

test('counts an open task as overdue from the millisecond after its due date', async () => {
  const database = await openFresh();
  await createAll(database, [
    { dueAt: '2026-03-14T23:59:59.999Z' },
    { dueAt: '2026-03-15T00:00:00.000Z' },
    { dueAt: '2026-03-15T11:59:59.999Z', status: 'in_progress' },
    { dueAt: '2026-03-15T11:59:59.999Z', status: 'completed' },
    { dueAt: '2026-03-14T00:00:00.000Z', status: 'cancelled' },
    { dueAt: NOW },
    { dueAt: '2026-03-16T00:00:00.000Z' },
    { dueAt: null },
  ]);
  expect((await taskRepository(database).summarize(OWNER, NOW)).overdue).toBe(3);
});
