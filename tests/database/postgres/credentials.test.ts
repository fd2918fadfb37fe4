// Changes the PostgreSQL credentials under load. No request may fail.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { client } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { startCluster } from '../../support/postgres/cluster.ts';
import type { Cluster } from '../../support/postgres/cluster.ts';
import { withClient } from '../../support/postgres/databases.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let cluster: Cluster;
let server: TestServer;
let file: string;
let users: Promise<void>[];
let isOver: boolean;
/** The number of expected responses so far, and the statuses of the others. */
let served: number;
let failed: string[];

const admin = <T>(work: (open: pg.Client) => Promise<T>): Promise<T> =>
  withClient(cluster.url.replace(/postgres$/, 'tasks'), work);

/** The URL of the service's database. */
function urlFor(user: string, password: string, database = 'tasks'): string {
  const url = new URL(cluster.url);
  Object.assign(url, { username: user, password, pathname: `/${database}` });
  return url.href;
}

beforeAll(async () => {
  cluster = await startCluster();
  writeFileSync(
    join(cluster.folder, 'data', 'pg_hba.conf'),
    'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n',
  );
  await withClient(cluster.url, async (open) => {
    await open.query('select pg_reload_conf()');
    await open.query("create role tasks login password 'one'");
    await open.query('create database tasks owner tasks');
  });
  await admin((open) => open.query('alter schema public owner to tasks'));
});
afterAll(() => cluster.remove());

beforeEach(async () => {
  await admin((open) => open.query("alter role tasks password 'one'"));
  file = join(temporaryFolder(), 'database-url');
  writeFileSync(file, urlFor('tasks', 'one'));
  server = await startServer({ DATABASE_URL: '', DATABASE_URL_FILE: file });
  [users, served, failed, isOver] = [[], 0, [], false];
});
afterEach(async () => {
  isOver = true;
  await Promise.all(users);
  await server.close();
});

/** Sends requests in `count` concurrent loops until the end of the test. */
function addUsers(count: number): void {
  const send = client(server);
  const use = async (as: string): Promise<void> => {
    while (!isOver) {
      const made = await send('POST', '/tasks', { body: { title: 'Under load' }, as });
      const read = await send('GET', '/tasks?limit=5', { as });
      for (const { status, text } of [made, read]) {
        served += 1;
        if (status >= 300) failed.push(`${status} ${text}`);
      }
    }
  };
  const first = users.length;
  users.push(...Array.from({ length: count }, (_, index) => use(`user-${first + index}`)));
}

const untilServed = async (more: number): Promise<void> => {
  const before = served;
  await eventually(() => served >= before + more);
};

const messages = (): unknown[] => server.logged.map(({ message }) => message);
const untilLogged = (message: string): Promise<void> => eventually(() => messages().includes(message));

/** The number of sessions of this role that began before this time. */
const sessionsBefore = async (time: Date, role = 'tasks'): Promise<number> => {
  const { rows } = await admin((open) =>
    open.query<{ count: number }>(
      'select count(*)::int from pg_stat_activity where usename = $1 and backend_start < $2',
      [role, time],
    ),
  );
  return rows[0]?.count ?? 0;
};

const now = async (): Promise<Date> =>
  (await admin((open) => open.query<{ now: Date }>('select now()'))).rows[0]!.now;

describe('the PostgreSQL password', () => {
  test('can change before its file: requests wait for the new one, and old connections are replaced', async () => {
    addUsers(1);
    await untilServed(10);
    await admin((open) => open.query("alter role tasks password 'two'"));
    // More requests at once than open connections.
    addUsers(15);
    await untilServed(10);
    const changed = await now();
    writeFileSync(file, urlFor('tasks', 'two'));
    await untilLogged('renewed from a file');
    await eventually(async () => (await sessionsBefore(changed)) === 0);
    await untilServed(50);
    expect(failed).toEqual([]);
  });

  test('can change after its file: the old one stays in use until the server accepts the new one', async () => {
    addUsers(4);
    writeFileSync(file, urlFor('tasks', 'two'));
    await untilLogged('file rejected: the previous value stays in use');
    await untilServed(20);
    await admin((open) => open.query("alter role tasks password 'two'"));
    await untilLogged('renewed from a file');
    await untilServed(50);
    expect(failed).toEqual([]);
    expect(
      messages().filter((message) => message === 'file rejected: the previous value stays in use'),
    ).toHaveLength(1);
    expect(JSON.stringify(server.logged)).not.toMatch(/:two@|:one@/);
  });
});

test('switches to a different role once the file names it, so that the first role can be locked', async () => {
  await admin(async (open) => {
    await open.query("create role tasks_next login password 'next' in role tasks");
  });
  addUsers(8);
  await untilServed(20);
  writeFileSync(file, urlFor('tasks_next', 'next'));
  await untilLogged('renewed from a file');
  const changed = await now();
  await eventually(async () => (await sessionsBefore(changed)) === 0);
  await admin((open) => open.query('alter role tasks nologin'));
  await untilServed(50);
  expect(failed).toEqual([]);
  await admin((open) => open.query('alter role tasks login'));
});

test.each([
  ['another kind of database', () => 'sqlite::memory:', 'Restart the service to use another kind'],
  ['a database without the tables', () => cluster.url, 'npm run migrate'],
  ['an unreachable server', () => 'postgres://tasks:one@127.0.0.1:1/tasks', 'cannot be reached'],
])('rejects the URL of %s', async (_name, url, reason) => {
  writeFileSync(file, url());
  await untilLogged('file rejected: the previous value stays in use');
  const line = server.logged.find(({ level }) => level === 'error');
  expect(line).toMatchObject({
    name: 'DATABASE_URL_FILE',
    error: { message: expect.stringContaining(reason) },
  });
  addUsers(2);
  await untilServed(10);
  expect(failed).toEqual([]);
});
