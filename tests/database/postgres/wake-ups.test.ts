// Writes on one instance wake long polls on another.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { client } from '../../support/client.ts';
import type { Send } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { createTask } from '../../support/tasks.ts';
import { scaled } from '../../support/timeouts.js';

jest.setTimeout(scaled(60_000));

let servers: TestServer[];
let sends: Send[];

beforeAll(async () => {
  const first = await startServer();
  servers = [first, await startServer({ DATABASE_URL: first.database.url })];
  sends = servers.map(client);
});
afterAll(async () => {
  for (const server of servers.toReversed()) await server.close();
});

const isConnected = (): boolean =>
  servers.every(({ service }) => service.database.channel?.isConnected() === true);

/** Waits on one instance while the other creates a task. Returns the milliseconds from the create to the response. */
async function wakeUpMs(as: string): Promise<number> {
  const [one, other] = sends as [Send, Send];
  const waiting = one('GET', '/changes?wait=30', { as });
  const metrics = async (): Promise<string> => (await one('GET', '/metrics', { as: null })).text;
  while (!(await metrics()).includes('long_polls 1\n'));
  await createTask(other, {}, { as });
  const start = performance.now();
  const { body } = await waiting;
  expect(body.items).toHaveLength(1);
  return performance.now() - start;
}

test('wakes a long poll on another instance immediately', async () => {
  await eventually(isConnected);
  expect(await wakeUpMs('woken')).toBeLessThan(900);
});

test('polls while the connection for wake-ups is lost, and connects again', async () => {
  await eventually(isConnected);
  const [{ database }] = servers as [TestServer];
  const isLost = (): boolean => servers.every(({ service }) => !service.database.channel?.isConnected());
  await database.run(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and (query like 'listen%' or query like 'select pg_notify%')
        and pid <> pg_backend_pid()`,
  );
  await eventually(isLost);
  expect(await wakeUpMs('polling')).toBeLessThan(10_000);
  await eventually(isConnected);
});
