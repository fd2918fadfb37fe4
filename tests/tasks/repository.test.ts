import { v4 } from 'uuid';
import { describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { findTask, insertTask, removeTask, saveTask } from '../../src/tasks/repository.ts';
import type { StoredTask, TaskFields } from '../../src/tasks/task.ts';
import type { Tables } from '../../src/storage.ts';
import { taskDialect } from '../../src/tasks/storage/dialect.ts';
import { openFresh } from '../support/temporary-database.ts';
import { create, fields, OWNER } from './sample.ts';

const noon = Date.parse('2026-03-01T12:00:00.000Z');
const minute = 60_000;

function inMemory(): Promise<Database<Tables>> {
  return openFresh();
}

async function save(
  database: Database<Tables>,
  current: StoredTask,
  given: Partial<TaskFields>,
  now?: number,
): Promise<StoredTask> {
  const { title, description, status, priority, dueAt, tags } = current.task;
  const all = { title, description, status, priority, dueAt, tags, ...given };
  return await database.write(OWNER, (trx) =>
    saveTask(trx, taskDialect(database).search, OWNER, current, all, now),
  );
}

describe('a created task', () => {
  test('has what it was given, and is found by its id', async () => {
    const database = await inMemory();
    const given = fields({
      title: 'Écrire 📮',
      description: 'Two\nlines',
      status: 'in_progress',
      priority: 'urgent',
      dueAt: '0001-01-01T00:00:00.000Z',
      tags: ['post', 'home'],
    });
    const created = await create(database, given, OWNER, noon);
    expect(created).toEqual({
      task: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ...given,
        createdAt: '2026-03-01T12:00:00.000Z',
        updatedAt: '2026-03-01T12:00:00.000Z',
        completedAt: null,
      },
      version: 1,
    });
    expect(await findTask(database.reader, OWNER, created.task.id)).toEqual(created);
    expect(await findTask(database.reader, OWNER, created.task.id.toUpperCase())).toEqual(created);
  });

  test('is no one else’s', async () => {
    const database = await inMemory();
    const { task } = await create(database);
    expect(await findTask(database.reader, 'grace', task.id)).toBeUndefined();
  });

  test('has the time of its completion when it is created complete', async () => {
    const { task } = await create(await inMemory(), { status: 'completed' }, OWNER, noon);
    expect(task.completedAt).toBe('2026-03-01T12:00:00.000Z');
  });
});

describe('what cannot be found', () => {
  test('is an id that no task can have', async () => {
    expect(await findTask((await inMemory()).reader, OWNER, v4())).toBeUndefined();
  });

  test('is an id that differs from a task’s in its random part alone', async () => {
    const database = await inMemory();
    const { task } = await create(database);
    const last = task.id.endsWith('0') ? '1' : '0';
    expect(await findTask(database.reader, OWNER, task.id.slice(0, -1) + last)).toBeUndefined();
  });
});

describe('a saved task', () => {
  test('has its new fields, a new version and the time of the change', async () => {
    const database = await inMemory();
    const created = await create(database, { tags: ['home', 'garden'] }, OWNER, noon);
    const given = fields({ title: 'Water the cat', priority: 'low', tags: ['garden', 'pets'] });
    const saved = await save(database, created, given, noon + minute);
    expect(saved).toEqual({
      task: { ...created.task, ...given, updatedAt: '2026-03-01T12:01:00.000Z' },
      version: 2,
    });
    expect(await findTask(database.reader, OWNER, created.task.id)).toEqual(saved);
    expect(await tagRows(database)).toEqual(['garden', 'pets']);
  });

  test('has a new version even when nothing changed', async () => {
    const database = await inMemory();
    const saved = await save(database, await create(database), {});
    expect((await save(database, saved, {})).version).toBe(3);
  });

  test('has the time of its completion from when it enters that status until it leaves it', async () => {
    const database = await inMemory();
    const created = await create(database, {}, OWNER, noon);
    const completed = await save(database, created, { status: 'completed' }, noon + minute);
    expect(completed.task.completedAt).toBe('2026-03-01T12:01:00.000Z');
    const renamed = await save(database, completed, { title: 'Done' }, noon + 2 * minute);
    expect(renamed.task.completedAt).toBe('2026-03-01T12:01:00.000Z');
    const reopened = await save(database, renamed, { status: 'pending' }, noon + 3 * minute);
    expect(reopened.task.completedAt).toBeNull();
    const again = await save(database, reopened, { status: 'completed' }, noon + 4 * minute);
    expect(again.task.completedAt).toBe('2026-03-01T12:04:00.000Z');
  });
});

test('a removed task leaves nothing behind', async () => {
  const database = await inMemory();
  const stored = await create(database, { tags: ['home'], dueAt: '2026-03-01T00:00:00.000Z' });
  await database.write(OWNER, (trx) => removeTask(trx, taskDialect(database).search, OWNER, stored));
  expect(await findTask(database.reader, OWNER, stored.task.id)).toBeUndefined();
  expect(await tagRows(database)).toEqual([]);
});

test('a task whose transaction fails was never there', async () => {
  const database = await inMemory();
  let id = '';
  const failing = database.write(OWNER, async (trx) => {
    id = (await insertTask(trx, taskDialect(database).search, OWNER, fields({ tags: ['home'] }))).task.id;
    throw new Error('Never mind');
  });
  await expect(failing).rejects.toThrow('Never mind');
  expect(await findTask(database.reader, OWNER, id)).toBeUndefined();
  expect(await tagRows(database)).toEqual([]);
});

describe('when the clock goes back', () => {
  test('a new task is still the newest', async () => {
    const database = await inMemory();
    const first = await create(database, {}, OWNER, noon);
    const second = await create(database, {}, OWNER, noon - minute);
    expect(second.task.id > first.task.id).toBe(true);
    expect(second.task.createdAt >= first.task.createdAt).toBe(true);
  });

  test('a change is still later than the one before, and a task created later than both', async () => {
    const database = await inMemory();
    const created = await create(database, {}, OWNER, noon);
    const saved = await save(database, created, { title: 'Later' }, noon + minute);
    const again = await save(database, saved, { title: 'Still later' }, noon - minute);
    const next = await create(database, {}, OWNER, noon - minute);
    expect(again.task.updatedAt).toBe(saved.task.updatedAt);
    expect(next.task.createdAt).toBe(saved.task.updatedAt);
  });

  test('it is the clock of the owner alone: another’s tasks stay in order of creation, with their own times', async () => {
    const database = await inMemory();
    const created = await create(database, {}, OWNER, noon);
    await save(database, created, {}, noon + 60 * minute);
    const other = await create(database, {}, 'grace', noon + minute);
    expect(other.task.updatedAt).toBe('2026-03-01T12:01:00.000Z');
  });
});

async function tagRows(database: Database<Tables>): Promise<string[]> {
  const rows = await database.reader.selectFrom('task_tag').select('tag').execute();
  return rows.map(({ tag }) => tag);
}
