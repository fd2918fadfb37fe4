import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { taskRepository } from '../../src/tasks/repository.ts';
import type { Queries } from '../../src/database/storage.ts';
import type { Tables } from '../../src/storage.ts';
import { create, createAll, fields, OWNER } from '../tasks/sample-tasks.ts';
import { atEnd, openTemporary, temporaryPath } from '../support/temporary-database.ts';

const TAKES_LONG_MS = 25;

async function insertTag(trx: Queries<Tables>, tag: string): Promise<void> {
  await trx.insertInto('task_tag').values({ owner: OWNER, tag, position: 1n }).execute();
}

function addTag(database: Database<Tables>, tag: string): Promise<void> {
  return database.write('ada', (trx) => insertTag(trx, tag));
}

async function tagsIn(database: Database<Tables>): Promise<string[]> {
  const rows = await database.reader.selectFrom('task_tag').select('tag').orderBy('tag').execute();
  return rows.map(({ tag }) => tag);
}

/** Inserts a row that exceeds `maxBytes`. */
async function insertTooMuch(trx: Queries<Tables>): Promise<void> {
  await sql`insert into idempotency_key values ('ada', 'x', ${'x'.repeat(maxBytes)}, '', '')`.execute(trx);
}
const maxBytes = 300_000;

/** A database, and the sizes of its committed groups. */
async function openCounting(options: Parameters<typeof openTemporary>[0] = {}) {
  const groups: number[] = [];
  const database = await openTemporary({ ...options, onCommit: ({ size }) => groups.push(size) });
  return { database, groups };
}

/**
 * Expects fewer groups than writes. On a busy machine there are several groups, because the duration of a group is limited.
 */
function expectTogether(groups: readonly number[], writes: number): void {
  expect(groups.reduce((sum, size) => sum + size)).toBe(writes);
  expect(groups.length).toBeLessThan(writes);
}

/** Han characters, each of which is indexed as a word. */
const manyWords = String.fromCodePoint(...Array.from({ length: 5000 }, (_, index) => 0x4e00 + index));

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('concurrent writes', () => {
  test('are committed together in order, and each sees the writes before it', async () => {
    const { database, groups } = await openCounting();
    const seen = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        database.write('ada', async (trx) => {
          const before = await trx.selectFrom('task_tag').select('tag').execute();
          await insertTag(trx, `tag-${index}`);
          return before.length;
        }),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expectTogether(groups, 20);
    expect(await tagsIn(database)).toHaveLength(20);
  });

  test('resolve after their commit, and are invisible to reads until then', async () => {
    const steps: string[] = [];
    const database = await openTemporary({
      onQuery: (_seconds, kind) => kind === 'commit' && steps.push('commit'),
    });
    steps.length = 0;
    const writes = ['one', 'two', 'three'].map(async (tag) => {
      await database.write('ada', async (trx) => {
        await insertTag(trx, tag);
        steps.push(`${tag}, of ${(await tagsIn(database)).length}`);
      });
      steps.push(`response ${tag}`);
    });
    await Promise.all(writes);
    expect(steps).toEqual([
      'one, of 0',
      'two, of 0',
      'three, of 0',
      'commit',
      'response one',
      'response two',
      'response three',
    ]);
  });

  test('are rolled back individually if they fail', async () => {
    const { database, groups } = await openCounting();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        database.write('ada', async (trx) => {
          await insertTag(trx, `tag-${index}`);
          const tasks = taskRepository(database).within(trx, OWNER);
          const task = await tasks.insert(fields({ title: `Plant ${index}` }));
          if (index % 3 === 0) throw new RangeError(`Defect ${index}`);
          return task.title;
        }),
      ),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (index % 3 === 0) expect(outcome).toMatchObject({ reason: new RangeError(`Defect ${index}`) });
      else expect(outcome).toEqual({ status: 'fulfilled', value: `Plant ${index}` });
    }
    expectTogether(groups, 30);
    expect(await tagsIn(database)).toHaveLength(20);
    // Checks the table, the counts and the search index.
    const found = await taskRepository(database).list(OWNER, {
      q: 'plant',
      sort: 'created',
      limit: 100,
    });
    expect(found.items.map(({ title }) => title)).toEqual(
      Array.from({ length: 30 }, (_, index) => `Plant ${index}`).filter((_, index) => index % 3 !== 0),
    );
    const { count } = await database.reader
      .selectFrom('task_count')
      .select('count')
      .executeTakeFirstOrThrow();
    expect(count).toBe(20);
  });

  test('create tasks with ascending ids and timestamps', async () => {
    const { database, groups } = await openCounting();
    const stored = await Promise.all(Array.from({ length: 50 }, () => create(database)));
    const ids = stored.map((task) => task.id);
    const times = stored.map((task) => task.updatedAt);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(times).toEqual([...times].sort());
    expectTogether(groups, 50);
  });

  test('are split into groups by number and by duration', async () => {
    const { database, groups } = await openCounting();
    await Promise.all(Array.from({ length: 250 }, (_, index) => addTag(database, `tag-${index}`)));
    expect(groups.every((size) => size <= 100)).toBe(true);
    expectTogether(groups, 250);

    groups.length = 0;
    const slow = database.write('ada', async (trx) => {
      spin(TAKES_LONG_MS);
      await insertTag(trx, 'slow');
    });
    await Promise.all([slow, addTag(database, 'next'), addTag(database, 'last')]);
    expect(groups).toEqual([1, 2]);
  });

  test('take turns if they are of different owners', async () => {
    const { database } = await openCounting({ maxGroupSize: 2 });
    const done: string[] = [];
    const write = (owner: string, name: string) =>
      database.write(owner, (trx) => insertTag(trx, name)).then(() => done.push(name));
    const names = Array.from({ length: 20 }, (_, index) => `ada-${index}`);
    const writes = [...names.map((name) => write('ada', name)), write('grace', 'grace-0')];
    await Promise.all(writes);
    expect(done).toEqual(['ada-0', 'grace-0', ...names.slice(1)]);
  });

  test('are split into groups by the length of the text to index', async () => {
    const { database, groups } = await openCounting();
    await Promise.all(Array.from({ length: 6 }, () => create(database, { description: manyWords })));
    expect(Math.max(...groups)).toBeLessThanOrEqual(2);
  });

  test("do not wait for another owner's long write", async () => {
    const { database, groups } = await openCounting();
    await create(database, { description: manyWords });
    groups.length = 0;
    const short = database.write('grace', (trx) => insertTag(trx, 'home'));
    const long = create(database, { description: manyWords });
    await short;
    expect(groups).toEqual([1]);
    await long;
    // After a short write, the owner's writes are grouped with other owners' writes again.
    await create(database);
    groups.length = 0;
    await Promise.all([database.write('grace', (trx) => insertTag(trx, 'office')), create(database)]);
    expect(groups).toEqual([2]);
  });

  test('run before further writes of an owner who already has one running', async () => {
    const { database } = await openCounting({ maxGroupSize: 1 });
    const done: string[] = [];
    const write = (owner: string, name: string) =>
      database.write(owner, (trx) => insertTag(trx, name)).then(() => done.push(name));
    let other: Promise<unknown> | undefined;
    const first = database.write('ada', async (trx) => {
      await insertTag(trx, 'ada-0');
      other = write('grace', 'grace-0');
    });
    await Promise.all([first, write('ada', 'ada-1'), write('ada', 'ada-2')]);
    await other;
    expect(done).toEqual(['grace-0', 'ada-1', 'ada-2']);
  });

  test('let the event loop run while their text is indexed', async () => {
    const { database } = await openCounting();
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    count();
    await createAll(
      database,
      Array.from({ length: 10 }, () => ({ description: manyWords })),
    );
    isDone = true;
    expect(turns).toBeGreaterThan(5);
  });

  test('are committed one by one with maxGroupSize 1', async () => {
    const { database, groups } = await openCounting({ maxGroupSize: 1 });
    await Promise.all(Array.from({ length: 5 }, (_, index) => addTag(database, `tag-${index}`)));
    expect(groups).toEqual([1, 1, 1, 1, 1]);
  });

  test('wait together for a lock that another process holds', async () => {
    const path = temporaryPath();
    const { database, groups } = await openCounting({ path, writeWaitMs: 5000 });
    const other = new Sqlite(path);
    atEnd(() => {
      other.close();
    });
    other.exec('begin immediate');
    const first = addTag(database, 'first');
    // The first attempt has failed by the time this timer fires.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const others = ['second', 'third'].map((tag) => addTag(database, tag));
    other.exec('rollback');
    await Promise.all([first, ...others]);
    expect(groups).toEqual([3]);
  });
});

describe('a group whose transaction is lost', () => {
  test('fails only the write that exceeds the space', async () => {
    const { database, groups } = await openCounting({ maxBytes });
    const outcomes = await Promise.allSettled([
      addTag(database, 'before'),
      database.write('ada', insertTooMuch),
      addTag(database, 'after'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: { name: 'DatabaseUnavailable', reason: 'full' } });
    expect(groups).toEqual([1, 1]);
    expect(await tagsIn(database)).toEqual(['after', 'before']);
  });

  test('saves nothing of a write that continues after the failure', async () => {
    const { database } = await openCounting({ maxBytes });
    const stubborn = database.write('ada', async (trx) => {
      await insertTag(trx, 'early');
      await insertTooMuch(trx).catch(() => undefined);
      await insertTag(trx, 'late').catch(() => undefined);
    });
    const outcomes = await Promise.allSettled([
      addTag(database, 'before'),
      stubborn,
      addTag(database, 'after'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await tagsIn(database)).toEqual(['after', 'before']);
  });

  test('retries each write alone if the commit fails', async () => {
    const path = temporaryPath();
    const { database, groups } = await openCounting({ path });
    // Writes to the search index are deferred to the commit.
    new Sqlite(path).exec('drop table task_word; drop table task_search').close();
    const outcomes = await Promise.allSettled([addTag(database, 'home'), create(database)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(groups).toEqual([1]);
    expect(await tagsIn(database)).toEqual(['home']);
    expect(await database.reader.selectFrom('task').select('id').execute()).toEqual([]);
  });
});

test('commits a single write in the next turn of the event loop', async () => {
  const { database, groups } = await openCounting();
  for (const tag of ['one', 'two', 'three']) {
    let kept = false;
    void addTag(database, tag).then(() => (kept = true));
    expect(kept).toBe(false);
    await new Promise(setImmediate);
    expect(kept).toBe(true);
  }
  expect(groups).toEqual([1, 1, 1]);
});

test('serves reads of an in-memory database between groups', async () => {
  const { database, groups } = await openCounting({ path: ':memory:', maxGroupSize: 1 });
  const writes = Array.from({ length: 20 }, (_, index) => addTag(database, `tag-${index}`));
  await writes[0];
  expect((await tagsIn(database)).length).toBeLessThan(20);
  await Promise.all(writes);
  expect(groups).toHaveLength(20);
});
