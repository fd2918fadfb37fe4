// PostgreSQL accepts connections and statements but does not respond, as if the network lost all packets: the tests
// stop the processes of its sessions.
import { expect, test } from '@jest/globals';
import { openChannel } from '../../../src/database/postgres/channel.ts';
import { client } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { dropDatabase, makeDatabase, withClient } from '../../support/postgres/databases.ts';
import { startServer } from '../../support/server.ts';

const stopped: number[] = [];

function resumeSessions(): void {
  for (const pid of stopped.splice(0)) process.kill(pid, 'SIGCONT');
}

/** Stops the sessions whose last statement matches the SQL pattern. */
async function stopSessions(url: string, statements = '%'): Promise<void> {
  const { rows } = await withClient(url, (admin) =>
    admin.query<{ pid: number }>(
      `select pid from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and query like $1`,
      [statements],
    ),
  );
  for (const { pid } of rows) {
    process.kill(pid, 'SIGSTOP');
    stopped.push(pid);
  }
}

async function timed<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await work;
  return { result, ms: performance.now() - start };
}

test('returns 503, is not ready and does not delay its metrics while PostgreSQL does not respond', async () => {
  const server = await startServer({ DATABASE_STATEMENT_TIMEOUT_SECONDS: '1' });
  const send = client(server);
  /** The statement timeout, plus the margin for a server that does not enforce it. */
  const statementMs = 3000;
  try {
    await send('POST', '/tasks', { body: { title: 'Before' } });
    await stopSessions(server.database.url);
    const [write, ready, metrics] = await Promise.all([
      timed(send('POST', '/tasks', { body: { title: 'During' } })),
      timed(send('GET', '/health/ready', { as: null })),
      timed(send('GET', '/metrics', { as: null })),
    ]);
    expect([write, ready].map(({ result }) => result.status)).toEqual([503, 503]);
    expect(write.ms).toBeLessThan(2 * statementMs);
    expect(ready.ms).toBeLessThan(statementMs);
    expect(metrics.result.text).toContain('\napi_ready 0\n');
    expect(metrics.ms).toBeLessThan(ready.ms);
    await eventually(async () => (await send('POST', '/tasks', { body: { title: 'After' } })).status === 201);
  } finally {
    resumeSessions();
    await server.close();
  }
});

test('replaces the connection of a channel that does not respond', async () => {
  const connectionString = await makeDatabase();
  const channel = openChannel({ connectionString }, { probeMs: 200, responseTimeoutMs: 500 });
  try {
    await eventually(() => channel.isConnected());
    await stopSessions(connectionString, 'select pg_notify%');
    expect(stopped).toHaveLength(1);
    await eventually(() => !channel.isConnected());
    await eventually(() => channel.isConnected());
  } finally {
    resumeSessions();
    await channel.close();
    await dropDatabase(connectionString);
  }
});
