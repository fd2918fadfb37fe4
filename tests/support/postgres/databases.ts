// Creates and drops databases on the PostgreSQL server of the tests.
import { randomUUID } from 'node:crypto';
import pg from 'pg';

export const templateName = 'tasks_template';

/** The URL of the server's default database, from which the others are created and dropped. */
function serverUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url === undefined)
    throw new Error('No PostgreSQL server was started for the tests: run them with `npm run jest`');
  return url;
}

/** The URL of a database on that server. */
export function databaseUrl(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs a function on a new connection. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs a function on a connection to the server's default database. */
export function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(serverUrl(), work);
}

/** Creates a database, empty or as a copy of the migrated one. Returns its URL. */
export async function makeDatabase(template = process.env['TEST_POSTGRES_TEMPLATE']): Promise<string> {
  const name = `tasks_${randomUUID().replaceAll('-', '')}`;
  await onServer((client) =>
    // With the files in memory, the checkpoints of this strategy are cheap, and it does not write the pages to the log.
    client.query(`create database ${name} template ${template ?? 'template0'} strategy file_copy`),
  );
  return databaseUrl(name);
}

/** Drops a database, even if it has connections. */
export async function dropDatabase(url: string): Promise<void> {
  await onServer((client) => client.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`));
}
