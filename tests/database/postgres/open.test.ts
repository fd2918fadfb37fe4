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

/** The address of a database that is there until the end of the test; an empty one, if it is to be. */
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

/** Puts down that a later version has migrated the database, one that serves versions from this one on. */
async function migrateFurther(url: string, serves: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("insert into task_manager_migration values ('tasks/9999-later', $1)", [serves]);
  });
}

describe('the migrations', () => {
  test('are applied once, whichever of those that start at once is the first', async () => {
    const url = await temporary('template0');
    const applied: string[] = [];
    const onMigrated = (migrated: readonly string[]): void => void applied.push(...migrated);
    const opened = await Promise.all(names.map(() => open(url, { onMigrated })));
    expect(applied).toEqual(names);
    for (const database of opened) await database.check();
  });

  test('are a step of their own where a start is not to apply them', async () => {
    const url = await temporary('template0');
    const { what, remedy } = await refusal(url, { migrate: false });
    expect(what).toContain(`lacks the migrations ${names.join(', ')}`);
    expect(remedy).toContain('npm run migrate');
    await open(url);
    await open(url, { migrate: false });
  });

  test('leave no version behind that they say they serve', async () => {
    const url = await temporary();
    await migrateFurther(url, '1.2.3');
    await (await open(url)).check();
  });

  test('keep a version from starting that they do not serve', async () => {
    const url = await temporary();
    await migrateFurther(url, '1.10.0');
    for (const migrate of [true, false]) {
      const { what, remedy } = await refusal(url, { migrate });
      expect(what).toContain('the migration tasks/9999-later requires version 1.10.0 or later');
      expect(remedy).toContain('Run that version');
    }
  });

  test('make an instance that runs not ready, and stop it from working, until they serve it', async () => {
    const url = await temporary();
    const faults: unknown[] = [];
    const database = await open(url, { onFault: (fault) => faults.push(fault) });
    await migrateFurther(url, '2.0.0');
    await expect(database.check()).rejects.toMatchObject({ reason: 'schema' });
    await expect(database.check()).rejects.toMatchObject({ reason: 'schema' });
    expect(faults).toHaveLength(1);
    expect(String(faults[0])).toContain('requires version 2.0.0 or later');
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

test('however many ask whether it is there, the connections are for others', async () => {
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

describe('a database that cannot be opened says what is wrong and what to do, without the password', () => {
  const elsewhere = (change: (url: URL) => void): string => {
    const url = new URL(databaseUrl('tasks'));
    url.password = 'hunter2';
    change(url);
    return url.href;
  };

  test.each<[string, string, string, string]>([
    [
      'where nobody listens',
      elsewhere((url) => (url.port = '1')),
      'cannot be reached (ECONNREFUSED',
      'runs at that',
    ],
    [
      'by a name that is not known',
      elsewhere((url) => (url.hostname = 'nowhere.invalid')),
      'cannot be reached',
      'runs at',
    ],
    [
      'that does not exist',
      elsewhere((url) => (url.pathname = '/nowhere')),
      'is not on that server',
      'createdb',
    ],
    [
      'for a user who does not exist',
      elsewhere((url) => (url.username = 'eve')),
      'does not let this user in',
      'password',
    ],
    [
      'with no name',
      elsewhere((url) => (url.pathname = '/')),
      'names no database',
      'postgres://user:password@host',
    ],
    [
      'where the server does not encrypt',
      elsewhere((url) => (url.search = 'sslmode=require')),
      'does not encrypt',
      'ssl',
    ],
    [
      'with a mode that falls back unnoticed',
      elsewhere((url) => (url.search = 'sslmode=prefer')),
      'no sslmode',
      'verify-full',
    ],
    [
      'without the certificate that it names',
      elsewhere((url) => (url.search = 'sslmode=verify-ca&sslrootcert=/nowhere.crt')),
      'needs a file',
      'path',
    ],
    [
      'that cannot be verified',
      elsewhere((url) => (url.search = 'sslmode=verify-ca')),
      'cannot be verified',
      'sslrootcert',
    ],
  ])('%s', async (_where, url, what, remedy) => {
    const error = await refusal(url);
    expect([error.what, error.remedy]).toEqual([
      expect.stringContaining(what),
      expect.stringContaining(remedy),
    ]);
    expect(error.message).not.toContain('hunter2');
  });

  test('with tables of another program', async () => {
    const url = await temporary('template0');
    await withClient(url, (client) => client.query('create table task (name text)'));
    expect((await refusal(url)).what).toContain('has tables of another program');
  });

  test('where the user may make no tables', async () => {
    const url = await temporary('template0');
    await withClient(url, async (client) => {
      await client.query('drop role if exists weak');
      await client.query('create role weak login');
    });
    atEnd(() => onServer((client) => client.query('drop role weak')).then(() => undefined));
    const asWeak = new URL(url);
    asWeak.username = 'weak';
    expect((await refusal(asWeak.href)).what).toContain('does not let this user make tables');
  });
});

test('what a URL asks of the session is kept beside what the program asks', async () => {
  const url = new URL(await temporary());
  url.search = 'application_name=report&options=-c%20work_mem%3D8MB';
  const database = await open(url.href);
  const { rows } = await sql<Record<string, string>>`
    select current_setting('application_name') as name, current_setting('work_mem') as memory,
      current_setting('timezone') as zone, current_setting('default_transaction_read_only') as readonly,
      current_setting('statement_timeout') as statement`.execute(database.reader);
  expect(rows).toEqual([{ name: 'report', memory: '8MB', zone: 'UTC', readonly: 'on', statement: '10s' }]);
});

test('it can be closed twice, and is of no use afterwards', async () => {
  const database = await open(await temporary());
  await database.close();
  await database.close();
  await expect(database.check()).rejects.toMatchObject({ name: 'DatabaseUnavailable', reason: 'closed' });
  await expect(database.write('ada', async () => undefined)).rejects.toMatchObject({ reason: 'closed' });
});

test('it tells its size', async () => {
  const database = await open(await temporary());
  expect(database.measurements['database_size_bytes']!.read()).toBeGreaterThan(1_000_000);
  expect(Object.keys(database.measurements)).toEqual(['database_size_bytes']);
});
