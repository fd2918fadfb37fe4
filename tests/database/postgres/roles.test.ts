// The two roles of docs/guides/postgresql.md: one migrates, and the service uses the other, which cannot alter tables.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { client } from '../../support/client.ts';
import { startCluster } from '../../support/postgres/cluster.ts';
import type { Cluster } from '../../support/postgres/cluster.ts';
import { withClient } from '../../support/postgres/databases.ts';
import { startServer } from '../../support/server.ts';

const guide = readFileSync(new URL('../../../docs/guides/postgresql.md', import.meta.url), 'utf8');
const [, sql = ''] = /### Two roles\n[^]*?```sql\n([^]*?)```/.exec(guide) ?? [];

let cluster: Cluster;

/** The URL of the database for one of the roles. */
function urlFor(user: string): string {
  const url = new URL(cluster.url);
  Object.assign(url, { username: user, pathname: '/tasks' });
  return url.href;
}

beforeAll(async () => {
  cluster = await startCluster();
  const [asAdministrator = '', asOwner = ''] = sql.split('\\connect tasks tasks_owner');
  await withClient(cluster.url, async (open) => {
    // A database cannot be created together with other statements.
    for (const statement of asAdministrator.split(';').filter((text) => text.trim() !== ''))
      await open.query(statement);
  });
  await withClient(urlFor('tasks_owner'), (open) => open.query(asOwner));
});
afterAll(() => cluster.remove());

test('serves with a role that cannot alter tables', async () => {
  const migrating = await startServer({ DATABASE_URL: urlFor('tasks_owner') });
  await migrating.close();
  const server = await startServer({ DATABASE_URL: urlFor('tasks'), DATABASE_MIGRATE_AT_START: 'false' });
  const send = client(server);
  const created = await send('POST', '/tasks', {
    body: { title: 'Water the plants' },
    headers: { 'Idempotency-Key': '"a key"' },
  });
  const { id } = created.body as { id: string };
  const match = { headers: { 'If-Match': created.headers.get('ETag') ?? '' } };
  const statuses = [created.status];
  for (const [method, path, sent] of [
    ['PATCH', `/tasks/${id}`, { body: { title: 'Water all plants' }, ...match }],
    ['GET', '/tasks?q=plants'],
    ['GET', '/summary'],
    ['GET', '/changes'],
    ['POST', '/webhooks', { body: { url: 'https://receiver.example/', events: ['task.created'] } }],
    ['DELETE', `/tasks/${id}`],
    ['POST', `/tasks/${id}/restore`],
    ['DELETE', `/tasks/${id}`],
    ['DELETE', `/trash/${id}`],
    ['GET', '/health/ready'],
  ] as const)
    statuses.push((await send(method, path, sent)).status);
  await server.close();
  expect(statuses).toEqual([201, 200, 200, 200, 200, 201, 204, 200, 204, 204, 200]);
  await withClient(urlFor('tasks'), async (open) => {
    await expect(open.query('create table other (id int)')).rejects.toThrow('permission denied');
    await expect(open.query('alter table task add column other int')).rejects.toThrow('must be owner');
  });
});
