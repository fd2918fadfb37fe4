import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, test } from '@jest/globals';
import type { Database, QueryKind } from '../../src/database/database.ts';
import { DatabaseUnavailable } from '../../src/database/errors.ts';
import { unavailable } from '../../src/database/sqlite/unavailable.ts';
import type { Tables } from '../../src/storage.ts';
import { atEnd, openTemporary, temporaryPath } from '../support/temporary-database.ts';

/** Adds a row to a table that has no constraint other than its key. */
function addTag(database: Database<Tables>, tag: string): Promise<unknown> {
  return database.write('ada', (trx) =>
    trx.insertInto('task_tag').values({ owner: 'ada', tag, position: 1n }).execute(),
  );
}

async function tagsIn(database: Database<Tables>): Promise<string[]> {
  const rows = await database.reader.selectFrom('task_tag').select('tag').execute();
  return rows.map(({ tag }) => tag);
}

/** A connection that SQLite cannot distinguish from another process. */
function otherConnection(path: string): Sqlite.Database {
  const raw = new Sqlite(path);
  atEnd(() => {
    raw.close();
  });
  return raw;
}

describe('a write', () => {
  test('is atomic', async () => {
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

  test('returns the result of its work, and is visible to the next read', async () => {
    const database = await openTemporary();
    expect(await database.write('ada', () => Promise.resolve(42))).toBe(42);
    await addTag(database, 'home');
    expect(await tagsIn(database)).toEqual(['home']);
  });

  test('waits for the preceding write', async () => {
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

  test('passes on errors that the state of the database did not cause', async () => {
    const database = await openTemporary();
    await addTag(database, 'home');
    await expect(addTag(database, 'home')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
  });

  test('is rejected by the reader', async () => {
    const database = await openTemporary();
    const writing = database.reader
      .insertInto('task_tag')
      .values({ owner: 'ada', tag: 'home', position: 1n })
      .execute();
    await expect(writing).rejects.toMatchObject({ name: 'DatabaseUnavailable', reason: 'readonly' });
  });
});

describe('while another process holds the lock', () => {
  test('completes a write once the lock is released', async () => {
    const path = temporaryPath();
    const database = await openTemporary({ path, writeWaitMs: 5000 });
    const other = otherConnection(path);
    other.exec('begin immediate');
    const writing = addTag(database, 'home');
    // The first attempt has failed by the time this timer fires.
    await new Promise((resolve) => setTimeout(resolve, 0));
    other.exec('rollback');
    await writing;
    expect(await tagsIn(database)).toEqual(['home']);
  });

  test('rejects a write after its timeout, while the process responds and serves reads', async () => {
    const path = temporaryPath();
    const database = await openTemporary({ path, writeWaitMs: 300 });
    const other = otherConnection(path);
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

  test('lets queued writes time out together', async () => {
    const path = temporaryPath();
    const database = await openTemporary({ path, writeWaitMs: 200 });
    const other = otherConnection(path);
    other.exec('begin immediate');
    const start = performance.now();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => addTag(database, `tag-${index}`)),
    );
    // If the writes timed out one after another, this would take 10 s.
    expect(performance.now() - start).toBeLessThan(2000);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);

    other.exec('rollback');
    await addTag(database, 'home');
    expect(await tagsIn(database)).toEqual(['home']);
  });
});

describe('when there is no space left', () => {
  /** A size that is sufficient for the empty tables and some rows. */
  const maxBytes = 300_000;

  function addLarge(database: Database<Tables>, key: number): Promise<unknown> {
    return database.write('ada', async (trx) => {
      await trx
        .insertInto('task_tag')
        .values({ owner: 'ada', tag: `tag-${key}`, position: 1n })
        .execute();
      await sql`insert into idempotency_key values ('ada', ${String(key)}, ${'x'.repeat(9000)}, '', '')`.execute(
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

  test('rejects a write without changes, and serves reads', async () => {
    const database = await openTemporary({ maxBytes });
    const { kept, error } = await fill(database);
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ reason: 'full', retryAfterSeconds: 60 });
    expect(kept).toBeGreaterThan(0);
    expect(await tagsIn(database)).toHaveLength(kept);
    expect(database.measurements['database_size_bytes']!.read()).toBeLessThanOrEqual(maxBytes);
  });

  test('accepts writes again after a delete', async () => {
    const database = await openTemporary({ maxBytes });
    const { kept } = await fill(database);
    const deleteSome: Parameters<typeof database.write>[1] = (trx) =>
      trx.deleteFrom('idempotency_key').where('key', '<', '2').execute();
    await database.write('ada', deleteSome, { isDelete: true });
    await addLarge(database, kept);
    expect(await tagsIn(database)).toHaveLength(kept + 1);
  });

  test('accepts writes again with a higher limit', async () => {
    const path = temporaryPath();
    const small = await openTemporary({ path, maxBytes });
    const { kept } = await fill(small);
    await small.close();
    const larger = await openTemporary({ path, maxBytes: 2 * maxBytes });
    await addLarge(larger, kept);
    expect(await tagsIn(larger)).toHaveLength(kept + 1);
  });

  test('saves nothing of work that continues after the failure', async () => {
    const database = await openTemporary({ maxBytes });
    const { kept } = await fill(database);
    const stubborn = database.write('ada', async (trx) => {
      await trx.insertInto('task_tag').values({ owner: 'ada', tag: 'before', position: 1n }).execute();
      await sql`insert into idempotency_key values ('ada', 'x', ${'x'.repeat(maxBytes)}, '', '')`
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
])('reports %s as DatabaseUnavailable: %s', (code, reason) => {
  const cause = new Sqlite.SqliteError('message', code);
  expect(unavailable(cause)).toMatchObject({ name: 'DatabaseUnavailable', reason, cause });
});

test.each([new Sqlite.SqliteError('message', 'SQLITE_CONSTRAINT_CHECK'), new TypeError('Another'), 'text'])(
  'passes on any other error unchanged: %s',
  (error) => {
    expect(unavailable(error)).toBe(error);
  },
);

test('limits the size of the WAL under writes that return rows, with reads in between', async () => {
  const database = await openTemporary();
  const body = 'x'.repeat(100_000);
  let longest = 0;
  let written = 0;
  for (let key = 0; key < 200; key += 1) {
    const row = {
      owner: 'ada',
      key: String(key),
      fingerprint: body,
      item_id: '',
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

test('rejects a streaming read', async () => {
  const database = await openTemporary();
  const stream = database.reader.selectFrom('task_tag').selectAll().stream();
  await expect(stream.next()).rejects.toThrow('Read page by page');
});

test('reports the duration and kind of every statement', async () => {
  const seen: [number, QueryKind][] = [];
  const database = await openTemporary({ onQuery: (seconds, kind) => seen.push([seconds, kind]) });
  seen.length = 0;
  await addTag(database, 'home');
  await tagsIn(database);
  expect(seen.map(([, kind]) => kind)).toEqual(['write', 'commit', 'read']);
  for (const [seconds] of seen) expect(seconds).toBeGreaterThan(0);
});
