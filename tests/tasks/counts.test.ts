import { expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { insertTask, removeTask, saveTask } from '../../src/tasks/repository.ts';
import { summarise, type Summary } from '../../src/tasks/summary.ts';
import { isOpen, type StoredTask, type TaskFields } from '../../src/tasks/task.ts';
import type { Tables } from '../../src/storage.ts';
import { taskDialect } from '../../src/tasks/storage/dialect.ts';
import { openFresh } from '../support/temporary-database.ts';
import { createAll, fields, OWNER, pick, seeded } from './sample.ts';

const NOW = '2026-03-15T12:00:00.000Z';

const none: Summary = {
  total: 0,
  byStatus: { pending: 0, in_progress: 0, completed: 0, cancelled: 0 },
  byPriority: { low: 0, medium: 0, high: 0, urgent: 0 },
  overdue: 0,
};

/** The same numbers, counted one by one. */
function counted(tasks: Iterable<StoredTask>): Summary {
  const summary = structuredClone(none);
  for (const { task } of tasks) {
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

/** Creates, changes and deletes at random, and returns what is there in the end. */
async function randomLife(database: Database<Tables>, owner: string, seed: number): Promise<StoredTask[]> {
  const random = seeded(seed);
  const alive: StoredTask[] = [];
  await database.write(OWNER, async (trx) => {
    for (let step = 0; step < 400; step += 1) {
      const index = Math.floor(random() * alive.length);
      const current = random() < 0.6 ? alive[index] : undefined;
      if (current === undefined) {
        alive.push(await insertTask(trx, taskDialect(database).search, owner, randomFields(random)));
      } else if (random() < 0.6) {
        alive[index] = await saveTask(
          trx,
          taskDialect(database).search,
          owner,
          current,
          randomFields(random),
        );
      } else {
        await removeTask(trx, taskDialect(database).search, owner, current);
        alive.splice(index, 1);
      }
    }
  });
  return alive;
}

test('the summary is what counting one by one would give, for each owner', async () => {
  const database = await openFresh();
  const tasks = await randomLife(database, OWNER, 1);
  const others = await randomLife(database, 'grace', 2);
  expect(tasks.length).toBeGreaterThan(20);
  expect(await summarise(database.reader, OWNER, NOW)).toEqual(counted(tasks));
  expect(await summarise(database.reader, 'grace', NOW)).toEqual(counted(others));
});

test('days without an open task are not kept', async () => {
  const database = await openFresh();
  const tasks = await randomLife(database, OWNER, 3);
  await database.write(OWNER, async (trx) => {
    for (const task of tasks) await removeTask(trx, taskDialect(database).search, OWNER, task);
  });
  expect(await database.reader.selectFrom('task_due_count').selectAll().execute()).toEqual([]);
  expect(await database.reader.selectFrom('task_tag').selectAll().execute()).toEqual([]);
  expect(await summarise(database.reader, OWNER, NOW)).toEqual(none);
});

test('without tasks everything is 0', async () => {
  const database = await openFresh();
  expect(await summarise(database.reader, OWNER, NOW)).toEqual(none);
});

test('a task is overdue from the millisecond after its due date, while it is open', async () => {
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
  expect((await summarise(database.reader, OWNER, NOW)).overdue).toBe(3);
});
