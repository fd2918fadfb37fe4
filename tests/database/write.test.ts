import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, test } from '@jest/globals';
import type { Database, QueryKind } from '../../src/database/database.ts';
import { DatabaseUnavailable } from '../../src/database/errors.ts';
import { unavailable } from '../../src/database/sqlite/unavailable.ts';
import type { Tables } from '../../src/storage.ts';
import { atEnd, openTemporary, temporaryPath } from '../support/temporary-database.ts';

/** Adds a row to a table without constraints but its key. */
function addTag(database: Database<Tables>, tag: string): Promise<unknown> {
  return database.write('ada', (trx) =>
    trx.insertInto('task_tag').values({ owner: 'ada', tag, position: 1n }).execute(),
  );
}

async function tagsIn(database: Database<Tables>): Promise<string[]> {
  const rows = await database.reader.selectFrom('task_tag').select('tag').execute();
  return rows.map(({ tag }) => tag);
}

/** Another process, as far as SQLite can tell. */
function intruder(path: string): Sqlite.Database {
  const raw = new Sqlite(path);
  atEnd(() => {
    raw.close();
  });
  return raw;
}

describe('a write', () => {
  test('is kept as a whole or not at all', async () => {
    const database = await openTemporary();
    const failing = database.write('ada', async (trx) => {
      await trx.insertInto('task_tag').values({ owner: 'ada', tag: 'home', position: 1n }).execute();
      throw new RangeError('A defect');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await tagsIn(database)).toEqual([]);
    await addTag(database, 'work');
    expect(await tagsIn(database)).toEqual(['work']);
  });

  test('gives what its work gives, and is seen by the next read', async () => {
    const database = await openTemporary();
    expect(await database.write('ada', () => Promise.resolve(42))).toBe(42);
    await addTag(database, 'home');
    expect(await tagsIn(database)).toEqual(['home']);
  });

  test('waits until the one before has ended', async () => {
    const database = await openTemporary();
    const steps: string[] = [];
    const work = (name: string) => () =>
      database.write('ada', async (trx) => {
        steps.push(`${name} begins`);
        for (let turn = 0; turn < 3; turn += 1) await trx.selectFrom('task_tag').selectAll().execute();
        steps.push(`${name} ends`);
      });
    await Promise.all([work('one')(), work('two')(), work('three')()]);
    expect(steps).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends']);
  });

  test('keeps the errors of its statements that are no fault of the database', async () => {
    const database = await openTemporary();
    await addTag(database, 'home');
    await expect(addTag(database, 'home')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
  });

  test('cannot be made by the reader', async () => {
    const database = await openTemporary();
    const writing = database.reader
      .insertInto('task_tag')
      .values({ owner: 'ada', tag: 'home', position: 1n })
      .execute();
    await expect(writing).rejects.toMatchObject({ name: 'DatabaseUnavailable', reason: 'readonly' });
  });
});

describe('while another process holds the lock', () => {
  test('a write gets through once the lock is free', async () => {
    const path = temporaryPath();
    const database = await openTemporary({ path, writeWaitMs: 5000 });
    const other = intruder(path);
    other.exec('begin immediate');
    const writing = addTag(database, 'home');
    // The first attempt was in vain by the time that a timer set after it runs.
    await new Promise((resolve) => setTimeout(resolve, 0));
    other.exec('rollback');
    await writing;
    expect(await tagsIn(database)).toEqual(['home']);
  });

  test('a write gives up in time, with the process responsive and reads served', async () => {
    const path = temporaryPath();
    const database = await openTemporary({ path, writeWaitMs: 300 });
    const other = intruder(path);
    other.exec('begin immediate');
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 1);
    const start = performance.now();
    const writing = addTag(database, 'home');
    expect(await tagsIn(database)).toEqual([]);
    await expect(writing).rejects.toMatchObject({ reason: 'busy', retryAfterSeconds: 1 });
    clearInterval(turning);
    expect(performance.now() - start).toBeGreaterThanOrEqual(300);
    expect(turns).toBeGreaterThan(3);

    other.exec('rollback');
    await addTag(database, 'work');
    expect(await tagsIn(database)).toEqual(['work']);
  });

  test('those who wait behind it do not wait one after another', async () => {
    const path = temporaryPath();
    const database = await openTemporary({ path, writeWaitMs: 200 });
    const other = intruder(path);
    other.exec('begin immediate');
    const start = performance.now();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => addTag(database, `tag-${index}`)),
    );
    // One after another they would take 10 s.
    expect(performance.now() - start).toBeLessThan(2000);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);

    other.exec('rollback');
    await addTag(database, 'home');
    expect(await tagsIn(database)).toEqual(['home']);
  });
});

describe('when there is no space left', () => {
  /** Enough for the empty tables, and some rows. */
  const maxBytes = 300_000;

  function addLarge(database: Database<Tables>, key: number): Promise<unknown> {
    return database.write('ada', async (trx) => {
      await trx
        .insertInto('task_tag')
        .values({ owner: 'ada', tag: `tag-${key}`, position: 1n })
        .execute();
      await sql`insert into idempotency_key values ('ada', ${String(key)}, '', 200, '{}', ${'x'.repeat(9000)}, '')`.execute(
        trx,
      );
    });
  }

  async function fill(database: Database<Tables>): Promise<{ kept: number; error: unknown }> {
    for (let kept = 0; ; kept += 1) {
      try {
        await addLarge(database, kept);
      } catch (error) {
        return { kept, error };
      }
    }
  }

  test('a write is refused, nothing of it is kept, and reads go on', async () => {
    const database = await openTemporary({ maxBytes });
    const { kept, error } = await fill(database);
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ reason: 'full', retryAfterSeconds: 60 });
    expect(kept).toBeGreaterThan(0);
    expect(await tagsIn(database)).toHaveLength(kept);
    expect(database.measurements['database_size_bytes']!.read()).toBeLessThanOrEqual(maxBytes);
  });

  test('it works again when something was deleted', async () => {
    const database = await openTemporary({ maxBytes });
    const { kept } = await fill(database);
    await database.write('ada', (trx) => trx.deleteFrom('idempotency_key').where('key', '<', '2').execute());
    await addLarge(database, kept);
    expect(await tagsIn(database)).toHaveLength(kept + 1);
  });

  test('it works again with a higher limit', async () => {
    const path = temporaryPath();
    const small = await openTemporary({ path, maxBytes });
    const { kept } = await fill(small);
    await small.close();
    const larger = await openTemporary({ path, maxBytes: 2 * maxBytes });
    await addLarge(larger, kept);
    expect(await tagsIn(larger)).toHaveLength(kept + 1);
  });

  test('work that goes on after the failure does not get half of itself kept', async () => {
    const database = await openTemporary({ maxBytes });
    const { kept } = await fill(database);
    const stubborn = database.write('ada', async (trx) => {
      await trx.insertInto('task_tag').values({ owner: 'ada', tag: 'before', position: 1n }).execute();
      await sql`insert into idempotency_key values ('ada', 'x', '', 200, '{}', ${'x'.repeat(maxBytes)}, '')`
        .execute(trx)
        .catch(() => undefined);
      await trx
        .insertInto('task_tag')
        .values({ owner: 'ada', tag: 'after', position: 1n })
        .execute()
        .catch(() => undefined);
    });
    await expect(stubborn).rejects.toMatchObject({ reason: 'full' });
    expect(await tagsIn(database)).toHaveLength(kept);
  });
});

test.each([
  ['SQLITE_BUSY_RECOVERY', 'busy'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_READONLY_DBMOVED', 'readonly'],
  ['SQLITE_IOERR_WRITE', 'io'],
  ['SQLITE_CANTOPEN', 'io'],
  ['SQLITE_CORRUPT_VTAB', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
])('%s means that the database is unavailable: %s', (code, reason) => {
  const cause = new Sqlite.SqliteError('message', code);
  expect(unavailable(cause)).toMatchObject({ name: 'DatabaseUnavailable', reason, cause });
});

test.each([new Sqlite.SqliteError('message', 'SQLITE_CONSTRAINT_CHECK'), new TypeError('Another'), 'text'])(
  'any other error stays what it is: %s',
  (error) => {
    expect(unavailable(error)).toBe(error);
  },
);

test('the WAL stays short under writes that return rows, with reads in between', async () => {
  const database = await openTemporary();
  const body = 'x'.repeat(100_000);
  let longest = 0;
  let written = 0;
  for (let key = 0; key < 200; key += 1) {
    const row = {
      owner: 'ada',
      key: String(key),
      fingerprint: '',
      status: 200,
      headers: '{}',
      body,
      created_at: '',
    };
    await database.write('ada', (trx) =>
      trx.insertInto('idempotency_key').values(row).returning('key').executeTakeFirst(),
    );
    await database.reader.selectFrom('idempotency_key').select('key').limit(1).execute();
    longest = Math.max(longest, database.measurements['database_wal_bytes']!.read());
    written += body.length;
  }
  expect(written).toBe(20_000_000);
  expect(longest).toBeLessThan(6_000_000);
});

test('a read that would hold up all others is refused', async () => {
  const database = await openTemporary();
  const stream = database.reader.selectFrom('task_tag').selectAll().stream();
  await expect(stream.next()).rejects.toThrow('read page by page');
});

test('every statement is timed, and told apart by what it does', async () => {
  const seen: [number, QueryKind][] = [];
  const database = await openTemporary({ onQuery: (seconds, kind) => seen.push([seconds, kind]) });
  seen.length = 0;
  await addTag(database, 'home');
  await tagsIn(database);
  expect(seen.map(([, kind]) => kind)).toEqual(['write', 'commit', 'read']);
  for (const [seconds] of seen) expect(seconds).toBeGreaterThan(0);
});

describe('a write with a name', () => {
  test('is refused while another of its owner and name is under way, and may follow it', async () => {
    const database = await openTemporary({ path: ':memory:' });
    const { promise: isOver, resolve: end } = Promise.withResolvers<undefined>();
    const work = async (): Promise<object> => {
      await isOver;
      return {};
    };
    const first = database.writeAlone('ada', 'key', work);
    expect(await database.writeAlone('ada', 'key', work)).toBeUndefined();
    const others = [database.writeAlone('grace', 'key', work), database.writeAlone('ada', 'another', work)];
    end(undefined);
    expect(await Promise.all([first, ...others])).toEqual([{}, {}, {}]);
    expect(await database.writeAlone('ada', 'key', work)).toEqual({});
  });

  test('leaves nothing behind when it fails', async () => {
    const database = await openTemporary({ path: ':memory:' });
    const failing = database.writeAlone('ada', 'key', () => Promise.reject(new RangeError('A defect')));
    await expect(failing).rejects.toThrow(RangeError);
    expect(await database.writeAlone('ada', 'key', () => Promise.resolve({}))).toEqual({});
  });
});
