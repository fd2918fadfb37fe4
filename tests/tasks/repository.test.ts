import { v4 } from 'uuid';
import { describe, expect, test } from '@jest/globals';
import { patchedFields } from '../../src/tasks/columns.ts';
import { taskRepository } from '../../src/tasks/repository.ts';
import type { TaskDatabase } from '../../src/tasks/storage/database.ts';
import type { Task, TaskFields } from '../../src/tasks/task.ts';
import { openFresh } from '../support/temporary-database.ts';
import { create, fields, OWNER } from './sample-tasks.ts';

const noon = Date.parse('2026-03-01T12:00:00.000Z');
const minute = 60_000;

async function save(
  database: TaskDatabase,
  current: Task,
  given: Partial<TaskFields>,
  now?: number,
): Promise<Task> {
  const all = patchedFields(current, given);
  return await taskRepository(database).write(OWNER, (tasks) => tasks.save(current, all, now));
}

describe('a created task', () => {
  test('has the given fields and is found by its id', async () => {
    const database = await openFresh();
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
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...given,
      createdAt: '2026-03-01T12:00:00.000Z',
      updatedAt: '2026-03-01T12:00:00.000Z',
      completedAt: null,
      version: 1,
    });
    expect(await taskRepository(database).find(OWNER, created.id)).toEqual(created);
    expect(await taskRepository(database).find(OWNER, created.id.toUpperCase())).toEqual(created);
  });

  test('is not found by another owner', async () => {
    const database = await openFresh();
    const task = await create(database);
    expect(await taskRepository(database).find('grace', task.id)).toBeUndefined();
  });

  test('has a time of completion if its status is completed', async () => {
    const task = await create(await openFresh(), { status: 'completed' }, OWNER, noon);
    expect(task.completedAt).toBe('2026-03-01T12:00:00.000Z');
  });
});

describe('find', () => {
  test('returns undefined for an id that is not a UUIDv7', async () => {
    expect(await taskRepository(await openFresh()).find(OWNER, v4())).toBeUndefined();
  });

  test('returns undefined for an id that differs only in its random bits', async () => {
    const database = await openFresh();
    const task = await create(database);
    const last = task.id.endsWith('0') ? '1' : '0';
    expect(await taskRepository(database).find(OWNER, task.id.slice(0, -1) + last)).toBeUndefined();
  });
});

describe('a saved task', () => {
  test('has the new fields, a new version and the time of the change', async () => {
    const database = await openFresh();
    const created = await create(database, { tags: ['home', 'garden'] }, OWNER, noon);
    const given = fields({ title: 'Water the cat', priority: 'low', tags: ['garden', 'pets'] });
    const saved = await save(database, created, given, noon + minute);
    expect(saved).toEqual({
      ...created,
      ...given,
      updatedAt: '2026-03-01T12:01:00.000Z',
      version: 2,
    });
    expect(await taskRepository(database).find(OWNER, created.id)).toEqual(saved);
    expect(await tagRows(database)).toEqual(['garden', 'pets']);
  });

  test('has a new version even if nothing changed', async () => {
    const database = await openFresh();
    const saved = await save(database, await create(database), {});
    expect((await save(database, saved, {})).version).toBe(3);
  });

  test('keeps its time of completion while its status is completed', async () => {
    const database = await openFresh();
    const created = await create(database, {}, OWNER, noon);
    const completed = await save(database, created, { status: 'completed' }, noon + minute);
    expect(completed.completedAt).toBe('2026-03-01T12:01:00.000Z');
    const renamed = await save(database, completed, { title: 'Done' }, noon + 2 * minute);
    expect(renamed.completedAt).toBe('2026-03-01T12:01:00.000Z');
    const reopened = await save(database, renamed, { status: 'pending' }, noon + 3 * minute);
    expect(reopened.completedAt).toBeNull();
    const again = await save(database, reopened, { status: 'completed' }, noon + 4 * minute);
    expect(again.completedAt).toBe('2026-03-01T12:04:00.000Z');
  });
});

test('deletes the rows of a removed task', async () => {
  const database = await openFresh();
  const stored = await create(database, { tags: ['home'], dueAt: '2026-03-01T00:00:00.000Z' });
  await taskRepository(database).write(OWNER, (tasks) => tasks.remove(stored));
  expect(await taskRepository(database).find(OWNER, stored.id)).toBeUndefined();
  expect(await tagRows(database)).toEqual([]);
});

test('inserts nothing when the transaction fails', async () => {
  const database = await openFresh();
  let id = '';
  const failing = taskRepository(database).write(OWNER, async (tasks) => {
    id = (await tasks.insert(fields({ tags: ['home'] }))).id;
    throw new Error('Never mind');
  });
  await expect(failing).rejects.toThrow('Never mind');
  expect(await taskRepository(database).find(OWNER, id)).toBeUndefined();
  expect(await tagRows(database)).toEqual([]);
});

describe('when the clock goes back', () => {
  test('sorts a new task last', async () => {
    const database = await openFresh();
    const first = await create(database, {}, OWNER, noon);
    const second = await create(database, {}, OWNER, noon - minute);
    expect(second.id > first.id).toBe(true);
    expect(second.createdAt >= first.createdAt).toBe(true);
  });

  test('never gives a later change or task an earlier timestamp', async () => {
    const database = await openFresh();
    const created = await create(database, {}, OWNER, noon);
    const saved = await save(database, created, { title: 'Later' }, noon + minute);
    const again = await save(database, saved, { title: 'Still later' }, noon - minute);
    const next = await create(database, {}, OWNER, noon - minute);
    expect(again.updatedAt).toBe(saved.updatedAt);
    expect(next.createdAt).toBe(saved.updatedAt);
  });

  test("does not change other owners' timestamps", async () => {
    const database = await openFresh();
    const created = await create(database, {}, OWNER, noon);
    await save(database, created, {}, noon + 60 * minute);
    const other = await create(database, {}, 'grace', noon + minute);
    expect(other.updatedAt).toBe('2026-03-01T12:01:00.000Z');
  });
});

async function tagRows(database: TaskDatabase): Promise<string[]> {
  const rows = await database.reader.selectFrom('task_tag').select('tag').execute();
  return rows.map(({ tag }) => tag);
}
