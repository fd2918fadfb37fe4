import { sql } from 'kysely';
import { describe, expect, test } from '@jest/globals';
import type { Database, DatabaseOptions } from '../../../src/database/database.ts';
import { DatabaseError } from '../../../src/database/errors.ts';
import { openDatabase } from '../../../src/database/open.ts';
import { migrationsOf } from '../../../src/database/migrations.ts';
import { storages, type Tables } from '../../../src/storage.ts';
import {
  databaseUrl,
  dropDatabase,
  makeDatabase,
  onServer,
  withClient,
} from '../../support/postgres/databases.ts';
import { atEnd } from '../../support/temporary-database.ts';

const names = Object.keys(migrationsOf(storages, 'postgres'));

/** The URL of a database that is dropped after the test. It is empty with `template0`, and otherwise migrated. */
async function temporary(template?: 'template0'): Promise<string> {
  const url = await makeDatabase(template);
  atEnd(() => dropDatabase(url));
  return url;
}

async function open(url: string, options: Partial<DatabaseOptions> = {}): Promise<Database<Tables>> {
  const database = await openDatabase({ url, version: '1.2.3', ...options }, storages);
  atEnd(() => database.close());
  return database;
}

async function refusal(url: string, options: Partial<DatabaseOptions> = {}): Promise<DatabaseError> {
  const outcome: unknown = await openDatabase({ url, version: '1.2.3', ...options }, storages).catch(
    (error: unknown) => error,
  );
  if (outcome instanceof DatabaseError) return outcome;
  throw new Error('The database was opened', { cause: outcome });
}

/** Records a migration of a later version, which supports versions of the program from `serves` on. */
async function migrateFurther(url: string, serves: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("insert into task_manager_migration values ('tasks/9999-later', $1)", [serves]);
  });
}

describe('the migrations', () => {
  test('are applied once if several instances start at the same time', async () => {
    const url = await temporary('template0');
    const applied: string[] = [];
    const onMigrated = (migrated: readonly string[]): void => void applied.push(...migrated);
    const opened = await Promise.all(names.map(() => open(url, { onMigrated })));
    expect(applied).toEqual(names);
    for (const database of opened) await database.check();
  });

  test('are reported as missing if the service does not apply them when it starts', async () => {
    const url = await temporary('template0');
    const { what, remedy } = await refusal(url, { migrate: false });
    expect(what).toContain(`lacks the migrations ${names.join(', ')}`);
    expect(remedy).toContain('npm run migrate');
    await open(url);
    await open(url, { migrate: false });
  });

  test("ignore another program's Kysely tables in the same schema", async () => {
    const url = await temporary('template0');
    await withClient(url, async (client) => {
      await client.query('create table kysely_migration (name text primary key, timestamp text)');
      await client.query('create table kysely_migration_lock (id text primary key, is_locked integer)');
      await client.query("insert into kysely_migration values ('0001-recipes', '2026-01-01')");
    });
    await (await open(url)).check();
    const kept = await withClient(url, (client) => client.query('select name from kysely_migration'));
    expect(kept.rows).toEqual([{ name: '0001-recipes' }]);
  });

  test("create the tables in the first schema of the search path, even if another schema contains another instance's tables", async () => {
    const url = await temporary();
    await withClient(url, (client) => client.query('create schema second'));
    const second = `${url}?options=-c%20search_path%3Dsecond,public`;
    const applied: string[] = [];
    const database = await open(second, { onMigrated: (migrated) => void applied.push(...migrated) });
    await database.check();
    expect(applied).toEqual(names);
    expect(await withClient(url, (client) => client.query('select id from second.task'))).toMatchObject({
      rowCount: 0,
    });
    await (await open(second, { migrate: false })).check();
  });

  test('are not applied to a database from a development version', async () => {
    const url = await temporary('template0');
    await withClient(url, async (client) => {
      await client.query('create table kysely_migration (name text primary key, timestamp text)');
      await client.query('create table migration_serves (name text primary key, serves text)');
    });
    const { what, remedy } = await refusal(url);
    expect(what).toContain('was written by a development version from before 1.0.0');
    expect(remedy).toContain('npm run export');
    expect(remedy).toContain('npm run import');
  });

  test('allow an older version of the program that they support', async () => {
    const url = await temporary();
    await migrateFurther(url, '1.2.3');
    await (await open(url)).check();
  });

  test('reject an older version of the program that they do not support', async () => {
    const url = await temporary();
    await migrateFurther(url, '1.10.0');
    for (const migrate of [true, false]) {
      const { what, remedy } = await refusal(url, { migrate });
      expect(what).toContain('the migration tasks/9999-later requires version 1.10.0 or later');
      expect(remedy).toContain('Run that version');
    }
  });

  test('stop a running instance of an older version that they do not support', async () => {
    const url = await temporary();
    const errors: unknown[] = [];
    const database = await open(url, { onError: (error) => errors.push(error) });
    await migrateFurther(url, '2.0.0');
    await expect(database.check()).rejects.toMatchObject({ reason: 'schema' });
    await expect(database.check()).rejects.toMatchObject({ reason: 'schema' });
    expect(errors).toHaveLength(1);
    expect(String(errors[0])).toContain('requires version 2.0.0 or later');
    const reading = database.reader.selectFrom('task').select('id').execute();
    await expect(reading).rejects.toMatchObject({ reason: 'schema' });
    await expect(database.write('ada', async () => undefined)).rejects.toMatchObject({ reason: 'schema' });

    await withClient(url, (client) =>
      client.query("delete from task_manager_migration where name = 'tasks/9999-later'"),
    );
    await database.check();
    expect(await database.reader.selectFrom('task').select('id').execute()).toEqual([]);
  });
});

test('shares one connection between concurrent checks', async () => {
  const url = await temporary();
  const database = await open(url, { pool: { connections: 8, connectTimeoutMs: 500 } });
  await withClient(url, async (client) => {
    await client.query('begin; lock table task in access exclusive mode');
    const asked = Promise.all(Array.from({ length: 50 }, () => database.check()));
    expect(await database.reader.selectFrom('task_count').selectAll().execute()).toEqual([]);
    await client.query('commit');
    await asked;
  });
  await database.check();
});

describe('openDatabase', () => {
  const elsewhere = (change: (url: URL) => void): string => {
    const url = new URL(databaseUrl('tasks'));
    url.password = 'hunter2';
    change(url);
    return url.href;
  };

  test.each<[string, string, string, string]>([
    [
      'a closed port',
      elsewhere((url) => (url.port = '1')),
      'cannot be reached (ECONNREFUSED',
      'runs at that',
    ],
    [
      'an unknown host',
      elsewhere((url) => (url.hostname = 'nowhere.invalid')),
      'cannot be reached',
      'runs at',
    ],
    ['a missing database', elsewhere((url) => (url.pathname = '/nowhere')), 'does not exist', 'createdb'],
    [
      'an unknown user',
      elsewhere((url) => (url.username = 'eve')),
      'rejects the user or password',
      'password',
    ],
    [
      'a URL without a database name',
      elsewhere((url) => (url.pathname = '/')),
      'does not name a database',
      'postgres://user:password@host',
    ],
    [
      'a server without TLS',
      elsewhere((url) => (url.search = 'sslmode=require')),
      'does not support TLS',
      'ssl',
    ],
    [
      'an sslmode that falls back silently',
      elsewhere((url) => (url.search = 'sslmode=prefer')),
      'Unknown sslmode: prefer',
      'verify-full',
    ],
    [
      'a missing certificate file',
      elsewhere((url) => (url.search = 'sslmode=verify-ca&sslrootcert=/nowhere.crt')),
      'requires a file',
      'path',
    ],
    [
      'a server that cannot be verified',
      elsewhere((url) => (url.search = 'sslmode=verify-ca')),
      'cannot be verified',
      'sslrootcert',
    ],
  ])('explains %s without the password', async (_where, url, what, remedy) => {
    const error = await refusal(url);
    expect([error.what, error.remedy]).toEqual([
      expect.stringContaining(what),
      expect.stringContaining(remedy),
    ]);
    expect(error.message).not.toContain('hunter2');
  });

  test('explains tables that another program created', async () => {
    const url = await temporary('template0');
    await withClient(url, (client) => client.query('create table task (name text)'));
    expect((await refusal(url)).what).toContain('has tables that another program created');
  });

  test('explains that a user may not create tables', async () => {
    const url = await temporary('template0');
    await withClient(url, async (client) => {
      await client.query('drop role if exists weak');
      await client.query('create role weak login');
    });
    atEnd(() => onServer((client) => client.query('drop role weak')).then(() => undefined));
    const asWeak = new URL(url);
    asWeak.username = 'weak';
    expect((await refusal(asWeak.href)).what).toContain('does not allow this user to create tables');
  });
});

test('combines the session settings of the URL with those of the program', async () => {
  const url = new URL(await temporary());
  url.search = 'application_name=report&options=-c%20work_mem%3D8MB';
  const database = await open(url.href);
  const { rows } = await sql<Record<string, string>>`
    select current_setting('application_name') as name, current_setting('work_mem') as memory,
      current_setting('timezone') as zone, current_setting('default_transaction_read_only') as readonly,
      current_setting('statement_timeout') as statement`.execute(database.reader);
  expect(rows).toEqual([{ name: 'report', memory: '8MB', zone: 'UTC', readonly: 'on', statement: '10s' }]);
});

test('closes twice without an error, and rejects queries afterwards', async () => {
  const database = await open(await temporary());
  await database.close();
  await database.close();
  await expect(database.check()).rejects.toMatchObject({ name: 'DatabaseUnavailable', reason: 'closed' });
  await expect(database.write('ada', async () => undefined)).rejects.toMatchObject({ reason: 'closed' });
});

test('reports the size of the database', async () => {
  const database = await open(await temporary());
  expect(database.measurements['database_size_bytes']!.read()).toBeGreaterThan(1_000_000);
  expect(database.measurements).not.toHaveProperty('database_wal_bytes');
});

test('reads the same timestamps with any time zone and date style of the database', async () => {
  const url = await temporary();
  await withClient(url, async (client) => {
    const name = new URL(url).pathname.slice(1);
    await client.query(`alter database ${name} set timezone = 'Asia/Tokyo'`);
    await client.query(`alter database ${name} set datestyle = 'SQL, DMY'`);
  });
  for (const options of ['', '?options=-c%20timezone%3DAsia/Tokyo%20-c%20datestyle%3DGerman']) {
    const database = await open(`${url}${options}`);
    const read = (db: Database<Tables>['reader']) =>
      sql<{ at: string }>`select timestamptz '2026-03-01 12:00:00.12+00' as at`.execute(db);
    expect((await read(database.reader)).rows).toEqual([{ at: '2026-03-01T12:00:00.120Z' }]);
    expect((await database.write('ada', read)).rows).toEqual([{ at: '2026-03-01T12:00:00.120Z' }]);
  }
});

test('preserves a timeout that the URL sets', async () => {
  const url = `${await temporary()}?statement_timeout=3000&options=-c%20lock_timeout%3D2s`;
  const database = await open(url);
  const { rows } = await sql<Record<string, string>>`
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`.execute(
    database.reader,
  );
  expect(rows).toEqual([{ statement: '3s', lock: '2s' }]);
});

test.each(['LATIN1', 'SQL_ASCII'])('rejects a database with the encoding %s', async (encoding) => {
  const name = `tasks_${encoding.toLowerCase()}_${process.pid}`;
  await onServer((client) =>
    client.query(`create database ${name} template template0 encoding '${encoding}' locale 'C'`),
  );
  atEnd(() => dropDatabase(databaseUrl(name)));
  const { what, remedy } = await refusal(databaseUrl(name));
  expect(what).toContain(`has the encoding ${encoding}`);
  expect(remedy).toContain('--encoding=UTF8');
});
