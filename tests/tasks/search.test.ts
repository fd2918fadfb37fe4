import { describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { listTasks } from '../../src/tasks/list.ts';
import { removeTask, saveTask } from '../../src/tasks/repository.ts';
import type { Tables } from '../../src/storage.ts';
import { taskDialect } from '../../src/tasks/storage/dialect.ts';
import { openFresh } from '../support/temporary-database.ts';
import { create, createAll, fields, OWNER } from './sample.ts';

function inMemory(): Promise<Database<Tables>> {
  return openFresh();
}

/** The titles of the tasks that a search finds, newest first. */
async function found(database: Database<Tables>, q: string, owner = OWNER): Promise<string[]> {
  const { items } = await listTasks(database.reader, taskDialect(database), owner, {
    q,
    sort: '-created',
    limit: 100,
  });
  return items.map(({ title }) => title);
}

describe('a search finds', () => {
  test.each([
    ['a word', 'plants'],
    ['its beginning', 'plan'],
    ['its first letter', 'p'],
    ['a word in another case', 'PLANTS'],
    ['a word of the description', 'balcony'],
    ['several words, in any order', 'balcony water'],
    ['words with an accent more or less', 'wäter'],
    ['an accent that is not typed', 'cafe'],
    ['one character of a script without spaces', '牛'],
    ['several of them', '牛乳'],
    ['a number', '2026'],
    ['a word beside punctuation and emoji', '🌱 plants!'],
    ['a word that is an operator to the engine', 'and or not near'],
  ])('%s', async (_what, q) => {
    const database = await inMemory();
    const description = 'On the balcony, at the Café, 買牛乳, by 2026. And or not near.';
    await createAll(database, [{ title: 'Water the plants', description }, { title: 'Something else' }]);
    expect(await found(database, q)).toEqual(['Water the plants']);
  });
});

describe('a search does not find', () => {
  test.each([
    ['the middle of a word', 'lants'],
    ['a word longer than the one that is there', 'plantson'],
    ['where one of the words is missing', 'water cactus'],
    ['anything without a word to search', '🎉 !'],
    ['anything for an empty text', ''],
    ['what only looks like an operator', 'lan*'],
    ['what the engine writes before each word', '0'],
  ])('%s', async (_what, q) => {
    const database = await inMemory();
    await create(database, { title: 'Water the plants' });
    expect(await found(database, q)).toEqual([]);
  });

  test('the tasks of others', async () => {
    const database = await inMemory();
    await create(database, { title: 'Water the plants' }, 'grace');
    expect(await found(database, 'plants')).toEqual([]);
    expect(await found(database, 'plants', 'grace')).toHaveLength(1);
  });
});

test('a search reflects changes and deletions', async () => {
  const database = await inMemory();
  const plants = await create(database, { title: 'Water the plants' });
  const cat = await create(database, { title: 'Feed the cat' });
  await database.write(OWNER, async (trx) => {
    await saveTask(trx, taskDialect(database).search, OWNER, plants, fields({ title: 'Prune the roses' }));
    await removeTask(trx, taskDialect(database).search, OWNER, cat);
  });
  expect(await found(database, 'plants')).toEqual([]);
  expect(await found(database, 'roses')).toEqual(['Prune the roses']);
  expect(await found(database, 'cat')).toEqual([]);
});

test('a word keeps being found when something else of the task changes', async () => {
  const database = await inMemory();
  const plants = await create(database, { title: 'Water the plants' });
  await database.write(OWNER, (trx) =>
    saveTask(trx, taskDialect(database).search, OWNER, plants, fields({ status: 'completed' })),
  );
  expect(await found(database, 'plants')).toEqual(['Water the plants']);
});

test('the beginning of more words than are asked for one by one finds them all', async () => {
  const database = await inMemory();
  await createAll(
    database,
    Array.from({ length: 90 }, (_, index) => ({ title: `Order ${202600 + index}` })),
  );
  expect(await found(database, '2026')).toHaveLength(90);
  expect(await found(database, '20268')).toHaveLength(10);
  expect(await found(database, '20269')).toEqual([]);
});

test('a word is found among those that begin with it, and those do not hide it', async () => {
  const database = await inMemory();
  await createAll(database, [
    { title: 'report' },
    { title: 'reporting' },
    { title: 'reports' },
    { title: 'repo' },
  ]);
  expect(await found(database, 'report')).toEqual(['reports', 'reporting', 'report']);
  expect(await found(database, 'reporting')).toEqual(['reporting']);
});
