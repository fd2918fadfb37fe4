import { expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { idAt } from '../../src/tasks/position.ts';
import { storedTask, taskColumns, taskValues, type TaskRow } from '../../src/tasks/table.ts';
import type { Tables } from '../../src/storage.ts';
import { engine } from '../support/engine.ts';
import { openFresh } from '../support/temporary-database.ts';
import { fields } from './sample.ts';

/** Rows that the contract does not allow never get as far as the database; it would not take them either. */

const time = '2026-03-01T12:00:00.000Z';

const row: TaskRow & { owner: string } = {
  owner: 'ada',
  ...taskValues({
    task: { id: idAt(1n), ...fields(), createdAt: time, updatedAt: time, completedAt: null },
    version: 1,
  }),
};

async function insert(changes: Partial<typeof row>): Promise<Database<Tables>> {
  const database = await openFresh();
  await database.write('ada', (trx) =>
    trx
      .insertInto('task')
      .values({ position: 1n, ...row, ...changes })
      .execute(),
  );
  return database;
}

test.each<[what: string, changes: Partial<typeof row>]>([
  ['an empty title', { title: '' }],
  ['a title of 201 characters', { title: 'x'.repeat(201) }],
  ['a description of 5,001 characters', { description: 'x'.repeat(5001) }],
  ['an unknown status', { status: 'lost' }],
  ['an unknown priority', { priority: 4 }],
  ['a priority below the lowest', { priority: -1 }],
  ['a due date that is none', { due_at: 'tomorrowish' }],
  ['tags that are no JSON', { tags: 'home' }],
  ['tags that are no array', { tags: '{}' }],
  ['21 tags', { tags: JSON.stringify(Array.from({ length: 21 }, String)) }],
  ['an empty owner', { owner: '' }],
  ['an owner of 256 characters', { owner: 'x'.repeat(256) }],
  ['an update before the creation', { updated_at: '2026-03-01T11:59:59.999Z' }],
  ['a completion of an open task', { completed_at: time }],
  ['a completed task without its time', { status: 'completed' }],
  ['version 0', { version: 0 }],
])('%s is not stored', async (_what, changes) => {
  await expect(insert(changes)).rejects.toMatchObject({ code: expect.stringMatching(engine.refusalCodes) });
});

test.each(['2026-03-01', '2026-03-01T12:00:00.000+01:00'])(
  'a due date in another form, as %s, is not stored as it is',
  async (due_at) => {
    const stored = await insert({ due_at }).then(dueDate, (error: unknown) => error);
    // Where moments have a type of their own, it is stored as the moment that it is.
    if (typeof stored === 'string') expect(stored).toBe(new Date(due_at).toISOString());
    else expect(stored).toMatchObject({ code: expect.stringMatching(engine.refusalCodes) });
  },
);

async function dueDate({ reader }: Database<Tables>): Promise<string | null> {
  return (await reader.selectFrom('task').select('due_at').executeTakeFirstOrThrow()).due_at;
}

test('a text where a number belongs is not stored', async () => {
  const version = 'first' as unknown as number;
  await expect(insert({ version })).rejects.toMatchObject({
    code: expect.stringMatching(engine.refusalCodes),
  });
});

test('the longest of everything is stored, counted in characters', async () => {
  const database = await insert({
    title: '😀'.repeat(200),
    description: '😀'.repeat(5000),
    owner: 'é'.repeat(255),
    tags: JSON.stringify(Array.from({ length: 20 }, String)),
    due_at: '9999-12-31T23:59:59.999Z',
  });
  const stored = await database.reader.selectFrom('task').select(taskColumns).executeTakeFirstOrThrow();
  expect(storedTask(stored).task.title).toBe('😀'.repeat(200));
});
