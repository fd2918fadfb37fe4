import { expect, test } from '@jest/globals';
import { idAt } from '../../src/resource/position.ts';
import type { TaskDatabase } from '../../src/tasks/storage/database.ts';
import { taskTable } from '../../src/tasks/table.ts';
import { engine } from '../support/engine.ts';
import { openFresh } from '../support/temporary-database.ts';
import { fields } from './sample-tasks.ts';

// Tests the constraints of the table, which are a second line of defense: validation already rejects requests that lead to
// invalid rows.

const timestamp = '2026-03-01T12:00:00.000Z';

const row = {
  owner: 'ada',
  ...taskTable.encode({
    ...{ id: idAt(1n), ...fields(), createdAt: timestamp, updatedAt: timestamp, completedAt: null },
    version: 1,
  }),
};

/** Column values, valid and invalid. */
type Changes = Partial<Record<keyof typeof row, unknown>>;

async function insert(changes: Changes): Promise<TaskDatabase> {
  const database = await openFresh();
  await database.write('ada', (trx) =>
    trx
      .insertInto('task')
      .values({ position: 1n, sequence: 1n, ...row, ...(changes as Partial<typeof row>) })
      .execute(),
  );
  return database;
}

test.each<[what: string, changes: Changes]>([
  ['an empty title', { title: '' }],
  ['a title of 201 characters', { title: 'x'.repeat(201) }],
  ['a description of 5,001 characters', { description: 'x'.repeat(5001) }],
  ['an unknown status', { status: 'lost' }],
  ['an unknown priority', { priority: 4 }],
  ['a priority below the lowest', { priority: -1 }],
  ['an invalid due date', { due_at: 'tomorrowish' }],
  ['tags that are not JSON', { tags: 'home' }],
  ['tags that are not an array', { tags: '{}' }],
  ['21 tags', { tags: JSON.stringify(Array.from({ length: 21 }, String)) }],
  ['an empty owner', { owner: '' }],
  ['an owner of 256 characters', { owner: 'x'.repeat(256) }],
  ['an update before the creation', { updated_at: '2026-03-01T11:59:59.999Z' }],
  ['a completion of an open task', { completed_at: timestamp }],
  ['a completed task without a time of completion', { status: 'completed' }],
  ['version 0', { version: 0 }],
])('rejects %s', async (_what, changes) => {
  await expect(insert(changes)).rejects.toMatchObject({ code: expect.stringMatching(engine.refusalCodes) });
});

test.each(['2026-03-01', '2026-03-01T12:00:00.000+01:00'])(
  'rejects the due date %s or converts it to UTC',
  async (due_at) => {
    const stored = await insert({ due_at }).then(dueDate, (error: unknown) => error);
    // PostgreSQL has a type for timestamps and converts it.
    if (typeof stored === 'string') expect(stored).toBe(new Date(due_at).toISOString());
    else expect(stored).toMatchObject({ code: expect.stringMatching(engine.refusalCodes) });
  },
);

async function dueDate({ reader }: TaskDatabase): Promise<string | null> {
  return (await reader.selectFrom('task').select('due_at').executeTakeFirstOrThrow()).due_at;
}

test('rejects text in a numeric column', async () => {
  await expect(insert({ version: 'first' })).rejects.toMatchObject({
    code: expect.stringMatching(engine.refusalCodes),
  });
});

test('stores values of the maximum length, counted in characters', async () => {
  const database = await insert({
    title: '😀'.repeat(200),
    description: '😀'.repeat(5000),
    owner: 'é'.repeat(255),
    tags: JSON.stringify(Array.from({ length: 20 }, String)),
    due_at: '9999-12-31T23:59:59.999Z',
  });
  const stored = await database.reader
    .selectFrom('task')
    .select(taskTable.selection)
    .executeTakeFirstOrThrow();
  expect(taskTable.decode(stored).title).toBe('😀'.repeat(200));
});
