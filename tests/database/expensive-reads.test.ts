// Tests worker threads and deadlines for SQLite reads. tests/http/expensive-lists.test.ts tests both engines.
import { statSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { storages } from '../../src/storage.ts';
import { atEnd, openTemporary, temporaryPath } from '../support/temporary-database.ts';

type AnyDatabase = Pick<Database<object>, 'readWithDeadline' | 'deadlineCheck'>;

function countForever(
  { readWithDeadline, deadlineCheck }: AnyDatabase,
  owner = 'ada',
  isCheckedOften = false,
) {
  return readWithDeadline(
    owner,
    (db) =>
      sql`with recursive n (i) as (select 1 union all select i + 1 from n)
        select max(i) from n where ${deadlineCheck!('n.i')}`.execute(db),
    { isCheckedOften },
  );
}

test('stops a read in a thread at its deadline, and reuses the thread', async () => {
  const outcomes: string[] = [];
  const database = await openTemporary({
    reads: { timeoutMs: 50, maxRunning: 1 },
    onExpensiveRead: (outcome) => outcomes.push(outcome),
  });
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  atEnd(() => {
    clearInterval(timer);
  });
  await expect(countForever(database)).rejects.toMatchObject({ name: 'ReadStopped', reason: 'deadline' });
  expect(turns).toBeGreaterThan(0);
  const one = await database.readWithDeadline(
    'ada',
    (db) => sql<{ one: number }>`select 1 as one`.execute(db),
    { isCheckedOften: false },
  );
  expect(one.rows).toEqual([{ one: 1 }]);
  await expect(
    database.readWithDeadline('ada', (db) => sql`select a_column`.execute(db), {
      isCheckedOften: false,
    }),
  ).rejects.toThrow('no such column: a_column');
  expect(outcomes).toEqual(['stopped', 'finished', 'failed']);
});

test('moves a read from the event loop to a thread, and further reads of the same owner too', async () => {
  const database = await openTemporary({ reads: { timeoutMs: 1000, maxRunning: 2 } });
  const executed = { ada: 0, bob: 0 };
  const read = (owner: 'ada' | 'bob') =>
    database.readWithDeadline(owner, async (db) => {
      executed[owner] += 1;
      return await sql`select 1`.execute(db);
    });
  await expect(countForever(database, 'ada', true)).rejects.toMatchObject({ reason: 'deadline' });
  expect(database.measurements['database_expensive_reads_running']!.read()).toBe(0);
  const ada = read('ada');
  const bob = read('bob');
  // The read of the other owner runs immediately, on the event loop.
  expect(database.measurements['database_expensive_reads_running']!.read()).toBe(1);
  await Promise.all([ada, bob]);
  expect(executed).toEqual({ ada: 1, bob: 1 });
});

test('stops a read of an in-memory database at its deadline', async () => {
  const database = await openDatabase({ url: 'sqlite::memory:', reads: { timeoutMs: 20 } }, storages);
  atEnd(() => database.close());
  await expect(countForever(database)).rejects.toMatchObject({ name: 'ReadStopped', reason: 'deadline' });
  expect(await database.reader.selectFrom('task').select('id').execute()).toEqual([]);
});

test('fails a read that runs in a thread when the database closes', async () => {
  const database = await openTemporary({ reads: { timeoutMs: 3_600_000 } });
  const outcomes = Promise.allSettled([countForever(database), countForever(database)]);
  // When the thread has served a read of a second owner, the first read has started.
  await database.readWithDeadline('bob', (db) => sql`select 1`.execute(db), {
    isCheckedOften: false,
  });
  await database.close();
  for (const { status } of await outcomes) expect(status).toBe('rejected');
  await expect(countForever(database)).rejects.toMatchObject({
    name: 'DatabaseUnavailable',
    reason: 'closed',
  });
});

test('checkpoints the write-ahead log after reads in threads', async () => {
  const path = temporaryPath();
  const database = await openTemporary({ path, reads: { timeoutMs: 100 } });
  await expect(countForever(database)).rejects.toMatchObject({ reason: 'deadline' });
  for (let round = 0; round < 3; round += 1) {
    const reading = expect(countForever(database)).rejects.toMatchObject({ reason: 'deadline' });
    await database.write('ada', (trx) =>
      trx
        .insertInto('task_tag')
        .values(
          Array.from({ length: 5000 }, (_, index) => ({
            owner: 'ada',
            tag: 'x'.repeat(200),
            position: BigInt(round * 5000 + index),
          })),
        )
        .execute(),
    );
    await reading;
  }
  // Each write extends the log by more than a megabyte.
  expect(statSync(`${path}-wal`).size).toBeLessThan(8 * 1024 * 1024);
});
