import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { taskRepository } from '../../src/tasks/repository.ts';
import type { TaskDatabase } from '../../src/tasks/storage/database.ts';
import { engineName } from '../support/engine.ts';
import { openFresh, openTemporary, temporaryPath } from '../support/temporary-database.ts';
import { create, createAll, fields, OWNER } from './sample-tasks.ts';

/** The titles of the tasks that a search finds, newest first. */
async function found(database: TaskDatabase, q: string, owner = OWNER): Promise<string[]> {
  const { items } = await taskRepository(database).list(owner, { q, sort: '-created', limit: 100 });
  return items.map(({ title }) => title);
}

describe('the search', () => {
  test.each([
    ['a word', 'plants'],
    ['a prefix', 'plan'],
    ['its first letter', 'p'],
    ['a word in a different case', 'PLANTS'],
    ['a word of the description', 'balcony'],
    ['several words, in any order', 'balcony water'],
    ['a word with an additional accent', 'wäter'],
    ['a word without its accent', 'cafe'],
    ['one character of a script without spaces', '牛'],
    ['several such characters', '牛乳'],
    ['a number', '2026'],
    ['a word next to punctuation and emoji', '🌱 plants!'],
    ['a word that is an operator of the engine', 'and or not near'],
  ])('finds %s', async (_what, q) => {
    const database = await openFresh();
    const description = 'On the balcony, at the Café, 買牛乳, by 2026. And or not near.';
    await createAll(database, [{ title: 'Water the plants', description }, { title: 'Something else' }]);
    expect(await found(database, q)).toEqual(['Water the plants']);
  });
});

describe('the search', () => {
  test.each([
    ['the middle of a word', 'lants'],
    ['a word longer than the stored one', 'plantson'],
    ['a task that lacks one of the words', 'water cactus'],
    ['anything without a word', '🎉 !'],
    ['anything for an empty string', ''],
    ['a wildcard pattern', 'lan*'],
    ['the owner key in front of each indexed word', '0'],
  ])('does not find %s', async (_what, q) => {
    const database = await openFresh();
    await create(database, { title: 'Water the plants' });
    expect(await found(database, q)).toEqual([]);
  });

  test("does not find other owners' tasks", async () => {
    const database = await openFresh();
    await create(database, { title: 'Water the plants' }, 'grace');
    expect(await found(database, 'plants')).toEqual([]);
    expect(await found(database, 'plants', 'grace')).toHaveLength(1);
  });
});

test('finds changed tasks by their new words, and no longer finds deleted tasks', async () => {
  const database = await openFresh();
  const plants = await create(database, { title: 'Water the plants' });
  const cat = await create(database, { title: 'Feed the cat' });
  await taskRepository(database).write(OWNER, async (tasks) => {
    await tasks.save(plants, fields({ title: 'Prune the roses' }));
    await tasks.remove(cat);
  });
  expect(await found(database, 'plants')).toEqual([]);
  expect(await found(database, 'roses')).toEqual(['Prune the roses']);
  expect(await found(database, 'cat')).toEqual([]);
});

test('finds a task after a change to a different field', async () => {
  const database = await openFresh();
  const plants = await create(database, { title: 'Water the plants' });
  await taskRepository(database).write(OWNER, (tasks) => tasks.save(plants, fields({ status: 'completed' })));
  expect(await found(database, 'plants')).toEqual(['Water the plants']);
});

test('finds all tasks for a prefix of more words than one query can contain', async () => {
  const database = await openFresh();
  await createAll(
    database,
    Array.from({ length: 90 }, (_, index) => ({ title: `Order ${202600 + index}` })),
  );
  expect(await found(database, '2026')).toHaveLength(90);
  expect(await found(database, '20268')).toHaveLength(10);
  expect(await found(database, '20269')).toEqual([]);
});

test('finds a word that is a prefix of other words', async () => {
  const database = await openFresh();
  await createAll(database, [
    { title: 'report' },
    { title: 'reporting' },
    { title: 'reports' },
    { title: 'repo' },
  ]);
  expect(await found(database, 'report')).toEqual(['reports', 'reporting', 'report']);
  expect(await found(database, 'reporting')).toEqual(['reporting']);
});

test('finds tasks that were written after the same search, by this process or another', async () => {
  const path = temporaryPath();
  const [database, other] = [await openTemporary({ path }), await openTemporary({ path })];
  const repository = taskRepository(database);
  const titles = async (q: string) => {
    const { items } = await repository.list(OWNER, { q, sort: '-created', limit: 10 });
    return items.map(({ title }) => title);
  };
  expect(await titles('plan')).toEqual([]);
  await create(database, { title: 'plants' });
  expect(await titles('plan')).toEqual(['plants']);
  await create(database, { title: 'planning' });
  expect(await titles('plan')).toEqual(['planning', 'plants']);
  const last = await create(other, { title: 'planets' });
  expect(await titles('plan')).toEqual(['planets', 'planning', 'plants']);
  await taskRepository(other).write(OWNER, (tasks) => tasks.save(last, fields({ title: 'plank' })));
  expect(await titles('plan')).toEqual(['plank', 'planning', 'plants']);
});

const onSqlite = engineName === 'sqlite' ? test : test.skip;

onSqlite('merges the segments that single writes add to the index', async () => {
  const database = await openFresh();
  const repository = taskRepository(database);
  const title = 'Water all the plants on the balcony, feed the cat and the fish, and lock the door';
  let max = 0;
  for (let count = 0; count < 150; count += 1) {
    await repository.write(OWNER, (tasks) => tasks.insert(fields({ title })));
    const { rows } = await sql<{ segments: number }>`
      select count(distinct segid) as segments from task_search_idx`.execute(database.reader);
    max = Math.max(max, rows[0]?.segments ?? 0);
  }
  // Without the merges of the service, FTS5 would first merge at sixteen segments.
  expect(max).toBeLessThan(15);
  expect(await found(database, 'balcony')).toHaveLength(100);
});
