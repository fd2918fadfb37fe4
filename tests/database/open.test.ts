import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { DatabaseError } from '../../src/database/errors.ts';
import { openDatabase } from '../../src/database/open.ts';
import { APPLICATION_ID } from '../../src/database/sqlite/application-id.ts';
import { openingError } from '../../src/database/sqlite/opening-error.ts';
import { applyPragmas } from '../../src/database/sqlite/pragmas.ts';
import type { Queries } from '../../src/database/storage.ts';
import { storages, type Tables } from '../../src/storage.ts';
import { openTemporary, temporaryPath } from '../support/temporary-database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function pragma(db: Queries<Tables>, name: string): Promise<unknown> {
  const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db);
  return Object.values(rows[0] ?? {})[0];
}

function writerPragma(database: Database<Tables>, name: string): Promise<unknown> {
  return database.write('ada', (trx) => pragma(trx, name));
}

/** The error with which opening a database fails. */
async function refusal(url: string): Promise<DatabaseError> {
  const outcome: unknown = await openDatabase({ url }, storages).catch((error: unknown) => error);
  if (outcome instanceof DatabaseError) return outcome;
  throw new Error('The database was opened', { cause: outcome });
}

describe('a database in a file', () => {
  test('is created with its directory, and both are accessible only to this user', async () => {
    const path = join(temporaryFolder(), 'new', 'data', 'tasks.db');
    await openTemporary({ path });
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
  });

  test('syncs every commit to a WAL of bounded size', async () => {
    const database = await openTemporary();
    expect(await writerPragma(database, 'journal_mode')).toBe('wal');
    expect(await writerPragma(database, 'synchronous')).toBe(2);
    expect(await writerPragma(database, 'wal_autocheckpoint')).toBe(1000);
    expect(await writerPragma(database, 'journal_size_limit')).toBe(8 * 1024 * 1024);
  });

  test('applies the same safeguards and lock timeout to both connections', async () => {
    const database = await openTemporary();
    for (const read of [
      (name: string) => writerPragma(database, name),
      (name: string) => pragma(database.reader, name),
    ]) {
      expect(await read('foreign_keys')).toBe(1);
      expect(await read('trusted_schema')).toBe(0);
      expect(await read('temp_store')).toBe(2);
      expect(await read('busy_timeout')).toBe(25);
    }
    expect(await pragma(database.reader, 'query_only')).toBe(1);
  });

  test('is rejected if SQLite does not apply a pragma', () => {
    const raw = new Sqlite(':memory:');
    expect(() => {
      applyPragmas(raw, { journal_mode: 'wal' });
    }).toThrow(
      new DatabaseError(
        'SQLite has set journal_mode to "memory" instead of "wal"',
        'Put the database on a local disk: WAL requires shared memory, which network file systems lack',
      ),
    );
    expect(() => {
      applyPragmas(raw, { page_size: 1000 });
    }).toThrow('SQLite has set page_size to "4096" instead of "1000"');
    raw.close();
  });

  test('persists writes, and leaves a single file when closed', async () => {
    const path = temporaryPath();
    const first = await openTemporary({ path });
    await first.write('ada', (trx) =>
      trx.insertInto('task_tag').values({ owner: 'ada', tag: 'home', position: 1n }).execute(),
    );
    expect(first.measurements['database_wal_bytes']!.read()).toBeGreaterThan(0);
    await first.close();
    expect(existsSync(`${path}-wal`)).toBe(false);

    const second = await openTemporary({ path });
    expect(await second.reader.selectFrom('task_tag').select(['owner', 'tag']).execute()).toEqual([
      { owner: 'ada', tag: 'home' },
    ]);
  });

  test('can be closed twice, and fails its check afterwards', async () => {
    const database = await openTemporary();
    await database.check();
    await database.close();
    await database.close();
    await expect(database.check()).rejects.toMatchObject({ name: 'DatabaseUnavailable', reason: 'closed' });
    await expect(database.write('ada', () => Promise.resolve())).rejects.toMatchObject({ reason: 'closed' });
    expect(() => database.measurements['database_size_bytes']!.read()).toThrow('The database is closed');
  });

  test('is migrated once if opened twice at the same time', async () => {
    const path = temporaryPath();
    const [one, two] = await Promise.all([openTemporary({ path }), openTemporary({ path })]);
    await one.write('ada', (trx) =>
      trx.insertInto('task_tag').values({ owner: 'ada', tag: 'home', position: 1n }).execute(),
    );
    expect(await two.reader.selectFrom('task_tag').select('tag').execute()).toEqual([{ tag: 'home' }]);
  });

  test('reports its size', async () => {
    const path = temporaryPath();
    const database = await openTemporary({ path });
    const size = database.measurements['database_size_bytes']!.read();
    await database.close();
    expect(size).toBe(statSync(path).size);
  });
});

describe('an in-memory database', () => {
  test('has the tables and no file', async () => {
    const database = await openTemporary({ path: ':memory:' });
    await database.check();
    expect(database.measurements['database_wal_bytes']!.read()).toBe(0);
    expect(database.measurements['database_size_bytes']!.read()).toBeGreaterThan(0);
    expect(await pragma(database.reader, 'journal_mode')).toBe('memory');
  });

  test('hides an open transaction from readers', async () => {
    const database = await openTemporary({ path: ':memory:' });
    const { promise: readIsAsked, resolve: ask } = Promise.withResolvers<undefined>();
    const writing = database.write('ada', async (trx) => {
      await trx.insertInto('task_tag').values({ owner: 'ada', tag: 'home', position: 1n }).execute();
      await readIsAsked;
      throw new Error('Never mind');
    });
    const reading = database.reader.selectFrom('task_tag').selectAll().execute();
    ask(undefined);
    await expect(writing).rejects.toThrow('Never mind');
    expect(await reading).toEqual([]);
  });
});

describe('openDatabase', () => {
  test.each([
    'mysql://root:secret@localhost/tasks',
    'mysql://root:@sec@ret@localhost/tasks',
    'mysql://root:1/secret?@localhost/tasks',
  ])('explains an unknown scheme, without the password: %s', async (url) => {
    const { what, remedy } = await refusal(url);
    expect(what).toBe('Unknown database URL: mysql://***@localhost/tasks');
    expect(remedy).toContain('sqlite:./data/tasks.db');
  });

  test.each(['sqlite:', 'sqlite://tasks.db'])('explains a missing path: %s', async (url) => {
    expect((await refusal(url)).what).toBe(`"${url}" does not name a file`);
  });

  test('explains a directory that cannot be created', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { what, remedy } = await refusal(`sqlite:${file}/data/tasks.db`);
    expect(what).toMatch(/^Cannot write the database file .*tasks\.db \((ENOTDIR|EEXIST)\)$/);
    expect(remedy).toContain('Allow this user to write');
  });

  test('explains a path that is a directory', async () => {
    expect((await refusal(`sqlite:${temporaryFolder()}`)).what).toContain('is a directory (EISDIR)');
  });

  test('explains a file that is not a database, and leaves it unchanged', async () => {
    const path = temporaryPath();
    writeFileSync(path, 'Dear diary, '.repeat(1000));
    const { what } = await refusal(`sqlite:${path}`);
    expect(what).toContain(`${path} is not a SQLite database (SQLITE_NOTADB`);
    expect(readFileSync(path, 'utf8')).toBe('Dear diary, '.repeat(1000));
  });

  test('explains a database that another program created, and leaves it unchanged', async () => {
    const path = temporaryPath();
    new Sqlite(path).exec('create table recipe (name text)').close();
    const before = readFileSync(path);
    expect((await refusal(`sqlite:${path}`)).what).toBe(`${path} is a database that another program created`);
    expect(readFileSync(path)).toEqual(before);
  });

  test('explains a database of a newer version', async () => {
    const path = temporaryPath();
    await (await openTemporary({ path })).close();
    new Sqlite(path)
      .exec("insert into task_manager_migration values ('tasks/2042-teleport', '2.0.0')")
      .close();
    const { what, remedy } = await refusal(`sqlite:${path}`);
    expect(what).toContain(
      'was written by a newer version of this program: the migration tasks/2042-teleport requires version 2.0.0',
    );
    expect(remedy).toContain('Run that version');
  });

  test('explains a database of a development version, and leaves it unchanged', async () => {
    const path = temporaryPath();
    new Sqlite(path)
      .exec(
        `pragma application_id = ${APPLICATION_ID}; create table kysely_migration (name text, timestamp text)`,
      )
      .exec("insert into kysely_migration values ('0001-tasks', '2026-01-01')")
      .close();
    const before = readFileSync(path);
    const { what, remedy } = await refusal(`sqlite:${path}`);
    expect(what).toBe(`${path} was written by a development version from before 1.0.0`);
    expect(remedy).toMatch(
      /^With that version, run "npm run export .* "npm run import .* with this version$/,
    );
    expect(readFileSync(path)).toEqual(before);
  });

  test('explains a damaged file', async () => {
    const path = temporaryPath();
    await (await openTemporary({ path })).close();
    overwrite(path, 100, 1000);
    expect((await refusal(`sqlite:${path}`)).what).toContain(`${path} is damaged (SQLITE_CORRUPT`);
  });

  test('explains a lack of space for the tables', async () => {
    const opening = openDatabase({ url: `sqlite:${temporaryPath()}`, maxBytes: 20_000 }, storages);
    await expect(opening).rejects.toMatchObject({
      name: 'DatabaseError',
      remedy: expect.stringContaining('Free up disk space'),
    });
  });
});

test.each([
  ['SQLITE_BUSY', 'tasks.db is locked by another process', 'Stop that process'],
  ['SQLITE_CANTOPEN', 'Cannot open tasks.db', 'on a local disk'],
])('explains the error %s as "%s"', (code, what, remedy) => {
  const cause = new Sqlite.SqliteError('message', code);
  expect(openingError(cause, 'tasks.db')).toMatchObject({
    name: 'DatabaseError',
    what: `${what} (${code}: message)`,
    remedy: expect.stringContaining(remedy),
    cause,
  });
});

test('fails only the reads of a damaged page', async () => {
  const path = temporaryPath();
  await (await openTemporary({ path })).close();
  const raw = new Sqlite(path);
  const page =
    raw.prepare<[], number>("select rootpage from sqlite_schema where name = 'task_tag'").pluck().get() ?? 0;
  raw.close();
  overwrite(path, (page - 1) * 4096, 4096);

  const database = await openTemporary({ path });
  const reading = database.reader.selectFrom('task_tag').selectAll().execute();
  await expect(reading).rejects.toMatchObject({ name: 'DatabaseUnavailable', reason: 'corrupt' });
  await database.check();
});

function overwrite(path: string, start: number, length: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(length, 0xff), 0, length, start);
  closeSync(file);
}
