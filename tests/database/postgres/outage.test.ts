// PostgreSQL stops and restarts while the service handles requests.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { client } from '../../support/client.ts';
import type { TestResponse, Send } from '../../support/client.ts';
import { startCluster } from '../../support/postgres/cluster.ts';
import type { Cluster } from '../../support/postgres/cluster.ts';
import { withClient } from '../../support/postgres/databases.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let cluster: Cluster;
let server: TestServer;
let send: Send;

beforeAll(async () => {
  // Uses the settings of production, because acknowledged writes must survive a crash.
  cluster = await startCluster({ settings: [] });
  await withClient(cluster.url, (admin) => admin.query('create database tasks'));
  server = await startServer({ DATABASE_URL: cluster.url.replace(/postgres$/, 'tasks') });
  send = client(server);
});
afterAll(async () => {
  await server.close();
  await cluster.remove();
});

const isReady = async () => (await send('GET', '/health/ready', { as: null })).status === 200;

test.each(['cleanly', 'immediately'] as const)(
  'fails requests only briefly and only with 503, and loses no acknowledged write, when PostgreSQL is stopped %s',
  async (how) => {
    const as = `user-${how.length}`;
    const acknowledged: string[] = [];
    const others: TestResponse[] = [];
    let isOver = false;

    async function use(): Promise<void> {
      while (!isOver) {
        const made = await send('POST', '/tasks', { body: { title: 'Under load' }, as });
        if (made.status === 201) acknowledged.push(made.body.id);
        else others.push(made);
        const read = await send('GET', '/tasks?limit=5', { as });
        if (read.status !== 200) others.push(read);
      }
    }
    const users = Array.from({ length: 6 }, use);
    await eventually(async () => acknowledged.length > 20);
    await cluster.stop(how);
    await eventually(async () => others.length > 10 && !(await isReady()));
    await cluster.start();
    const started = performance.now();
    const before = acknowledged.length;
    await eventually(async () => acknowledged.length > before + 10 && (await isReady()));
    expect(performance.now() - started).toBeLessThan(5000);
    isOver = true;
    await Promise.all(users);

    for (const { status, body, headers } of others) {
      expect([status, body.type]).toEqual([503, 'urn:problem-type:task-manager-api:service-unavailable']);
      expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    }
    for (const id of acknowledged) expect((await send('GET', `/tasks/${id}`, { as })).status).toBe(200);
  },
);

test('replaces terminated sessions, or responds with 503', async () => {
  const url = cluster.url.replace(/postgres$/, 'tasks');
  for (let round = 0; round < 3; round += 1) {
    await send('POST', '/tasks', { body: { title: 'Before' } });
    await withClient(url, (admin) =>
      admin.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'task-manager-api'",
      ),
    );
    const responses = await Promise.all([
      send('GET', '/tasks'),
      send('POST', '/tasks', { body: { title: 'After' } }),
    ]);
    for (const { status } of responses) expect([200, 201, 503]).toContain(status);
    await eventually(isReady);
  }
});
