// The creates of one owner that wait at the same time share a transaction. Each create returns the same result as in its own
// transaction.
import { sql } from 'kysely';
import { expect, test } from '@jest/globals';
import { creates } from '../../../src/resource/creates.ts';
import { keyedRequest } from '../../../src/resource/idempotency/keyed-request.ts';
import { createdAtOf } from '../../../src/resource/position.ts';
import { QuotaExceeded, type Quotas, unlimited } from '../../../src/resource/owner/account.ts';
import { openDatabase } from '../../../src/database/open.ts';
import { storages } from '../../../src/storage.ts';
import { readTaskChanges } from '../../../src/tasks/changes.ts';
import { completeFields } from '../../../src/tasks/columns.ts';
import { taskRepository } from '../../../src/tasks/repository.ts';
import { dropDatabase, makeDatabase } from '../../support/postgres/databases.ts';
import { atEnd } from '../../support/temporary-database.ts';

const OWNER = 'ada';

/** Opens a database whose writes do not time out on a busy machine. */
async function open(quotas: Quotas = unlimited) {
  const url = await makeDatabase();
  const database = await openDatabase({ url, migrate: false, writeWaitMs: 60_000 }, storages);
  atEnd(async () => {
    await database.close();
    await dropDatabase(url);
  });
  const repository = taskRepository(database, quotas);
  const create = creates(database, {
    account: (owner) => ({ owner, quotas }),
    rowsOf: (trx, owner) => repository.within(trx, owner),
    restore: (id, fields) => repository.created(id, createdAtOf(id), fields),
  });

  return {
    database,
    repository,

    /** Creates a task. Returns its title, with a star for a repeated request, or the outcome if nothing was created. */
    create: async (title: string, key?: string, owner = OWNER): Promise<string> => {
      const fields = completeFields({ title });
      const keyed = key === undefined ? undefined : keyedRequest(key, JSON.stringify(fields));
      try {
        const outcome = await create(owner, { fields, keyed });
        if ('status' in outcome) return `${outcome.status}`;
        return `${outcome.item.title}${outcome.isNew ? '' : '*'}`;
      } catch (error) {
        if (error instanceof QuotaExceeded) return `too many ${error.quota}`;
        throw error;
      }
    },

    /** Starts work while the owner's row is locked. */
    together: async <T>(start: () => Promise<T>[]): Promise<T[]> => {
      let results: Promise<T>[] = [];
      await database.write(OWNER, async () => {
        results = start();
      });
      return await Promise.all(results);
    },

    /** The tasks in the order of their changes, each with the id of the transaction that wrote it. */
    tasks: async (): Promise<{ title: string; transaction: string }[]> => {
      const { rows } = await sql<{ title: string; transaction: string }>`
        select title, xmin::text as transaction from task where owner = ${OWNER} order by sequence`.execute(
        database.reader,
      );
      return rows;
    },
  };
}

const titles = (count: number): string[] => Array.from({ length: count }, (_, index) => `Task ${index}`);

test("commits an owner's waiting creates in one transaction, in the order of their arrival", async () => {
  const { together, create, tasks, repository, database } = await open();
  expect(await together(() => titles(20).map((title) => create(title)))).toEqual(titles(20));
  const written = await tasks();
  expect(written.map(({ title }) => title)).toEqual(titles(20));
  expect(new Set(written.map(({ transaction }) => transaction)).size).toBe(1);
  const page = await readTaskChanges(database.reader, OWNER, undefined, 100);
  expect(page?.changes.map((change) => change.type === 'upserted' && change.item.title)).toEqual(titles(20));
  expect((await repository.summarize(OWNER, new Date().toISOString())).total).toBe(20);
});

test('writes at most a hundred creates in one transaction', async () => {
  const { together, create, tasks } = await open();
  await together(() => titles(150).map((title) => create(title)));
  const sizes = [...Map.groupBy(await tasks(), ({ transaction }) => transaction).values()];
  expect(sizes.map(({ length }) => length)).toEqual([100, 50]);
});

test('writes at most fifteen thousand characters in one transaction', async () => {
  const { together, create, tasks } = await open();
  await together(() => titles(90).map((title) => create(title.padEnd(200, '.'))));
  const sizes = [...Map.groupBy(await tasks(), ({ transaction }) => transaction).values()];
  expect(sizes.map(({ length }) => length)).toEqual([70, 20]);
});

test('creates one task for requests with the same key, and rejects the key with a different body', async () => {
  const { together, create, tasks } = await open();
  const outcomes = await together(() => [
    create('Once', 'key'),
    create('Once', 'key'),
    create('Without a key'),
    create('Another', 'key'),
    create('Other', 'other key'),
  ]);
  expect(outcomes).toEqual(['Once', 'Once*', 'Without a key', '422', 'Other']);
  expect(await create('Other', 'other key')).toBe('Other*');
  expect((await tasks()).map(({ title }) => title).sort()).toEqual(['Once', 'Other', 'Without a key']);
});

test('creates the tasks that fit in the quotas, in the order of their arrival', async () => {
  const { together, create, tasks } = await open({ ...unlimited, items: 3, keys: 1 });
  expect(await together(() => titles(6).map((title) => create(title)))).toEqual([
    ...titles(3),
    ...Array<string>(3).fill('too many items'),
  ]);
  expect(await tasks()).toHaveLength(3);
});

test('creates shorter tasks after a task that exceeds the byte quota', async () => {
  const { together, create } = await open({ ...unlimited, bytes: 850 });
  const long = 'x'.repeat(200);
  expect(await together(() => ['a', long, long, long, 'b', 'c'].map((title) => create(title)))).toEqual([
    'a',
    long,
    'too many bytes',
    'too many bytes',
    'b',
    'too many bytes',
  ]);
});

test('creates the tasks whose keys fit in the key quota', async () => {
  const { together, create, tasks } = await open({ ...unlimited, keys: 1 });
  const outcomes = await together(() => [create('One', 'a'), create('Two', 'b'), create('Three')]);
  expect(outcomes).toEqual(['One', 'too many keys', 'Three']);
  expect(await tasks()).toHaveLength(2);
});

test('lets other owners create tasks while the creates of one owner wait', async () => {
  const { database, create } = await open();
  let own: Promise<string>[] = [];
  const others = await database.write(OWNER, async () => {
    own = titles(10).map((title) => create(title));
    return await Promise.all(['grace', 'edsger'].map((owner) => create('Now', undefined, owner)));
  });
  expect(others).toEqual(['Now', 'Now']);
  expect(await Promise.all(own)).toEqual(titles(10));
});
