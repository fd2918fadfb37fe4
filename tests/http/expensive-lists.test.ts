import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createdAtOf, idAt, positionAfter } from '../../src/resource/position.ts';
import { taskTransfer } from '../../src/tasks/transfer.ts';
import { fields } from '../tasks/sample-tasks.ts';
import { createTask } from '../support/tasks.ts';
import { type UsedServer, useServer } from '../support/use-server.ts';

const type = 'urn:problem-type:task-manager-api:query-too-expensive';

/** Starts a read that never ends by itself. Resolves to its outcome when it is stopped. */
function readForever({ service: { database } }: UsedServer, owner: string): () => string | undefined {
  const endless = {
    sqlite: sql`with recursive n (i) as (select 1 union all select i + 1 from n)
      select max(i) from n where ${database.deadlineCheck?.('n.i') ?? sql.lit(true)}`,
    postgres: sql`select pg_sleep(3600)`,
  };
  let outcome: string | undefined;
  database
    .readWithDeadline(owner, (db) => endless[database.engine].execute(db), { isCheckedOften: false })
    .then(
      () => (outcome = 'finished'),
      (error: unknown) => (outcome = String(error)),
    );
  return () => outcome;
}

describe('while one user runs as many expensive reads as possible', () => {
  const { server, send } = useServer({ EXPENSIVE_READ_TIMEOUT_MS: '15000' });

  test("serves other users' lists and searches, stays ready, and refuses further expensive reads by the same user", async () => {
    await createTask(send, {}, { as: 'bob' });
    const reads = Array.from({ length: 101 }, () => readForever(server, 'alice'));

    // A search for two words is not attempted on the event loop.
    const refused = await send('GET', '/tasks?q=water+plants', { as: 'alice' });
    expect([refused.status, refused.body.type]).toEqual([503, type]);
    expect(refused.body.detail).toMatch(
      /^Too many of your expensive lists are in progress\. No index serves q /,
    );
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    for (const path of ['/tasks', '/tasks?q=water+plants', '/tasks?tag=home&sort=due', '/summary']) {
      expect([path, (await send('GET', path, { as: 'bob' })).status]).toEqual([path, 200]);
    }
    expect((await send('GET', '/tasks', { as: 'alice' })).status).toBe(200);
    expect((await send('GET', '/health/ready', { as: null })).status).toBe(200);
    const metrics = await send('GET', '/metrics', { as: null });
    expect(metrics.text).toMatch(/^database_expensive_reads_running 1$/m);
    expect(metrics.text).toMatch(/^database_expensive_reads_waiting 100$/m);
    expect(metrics.text).toMatch(/^database_expensive_reads_total\{outcome="refused"\} 1$/m);
    // All of these responses arrived before the first expensive read was stopped.
    expect(reads.map((outcome) => outcome())).toEqual(reads.map(() => undefined));
  });
});

describe('a list that takes longer than its time limit', () => {
  const { server, send } = useServer({ EXPENSIVE_READ_TIMEOUT_MS: '1' });
  const tags = Array.from({ length: 10 }, (_, index) => `tag-${index}`);
  beforeAll(async () => {
    const newest = positionAfter(undefined, Date.now());
    const tasks = Array.from({ length: 6000 }, (_, index) => {
      const id = idAt(newest + BigInt(index));
      const createdAt = createdAtOf(id);
      const task = {
        id,
        createdAt,
        updatedAt: createdAt,
        completedAt: null,
        version: 1,
        ...fields({ tags }),
      };
      return { owner: 'alice', task };
    });
    await taskTransfer.open(server.service.database).write('alice', (alice) => alice.insert(tasks));
  });

  test('is stopped, with a problem that names the filters', async () => {
    const query = tags.map((tag) => `tag=${tag}`).join('&');
    const response = await send('GET', `/tasks?${query}&priority=low&sort=due`);
    expect([response.status, response.body.type, response.body.detail]).toEqual([
      503,
      type,
      'The list took too long and was stopped. No index serves priority and tag sorted by due. ' +
        'Use fewer or more selective filters, or another order.',
    ]);
    expect(response.headers.get('Retry-After')).toBe('5');
    const metrics = await send('GET', '/metrics', { as: null });
    expect(metrics.text).toMatch(/^database_expensive_reads_total\{outcome="stopped"\} 1$/m);
  });

  test('has no effect on lists that an index serves', async () => {
    const query = tags.map((tag) => `tag=${tag}`).join('&');
    expect((await send('GET', `/tasks?${query}`)).body.items).toHaveLength(20);
    expect((await send('GET', '/tasks?sort=due&limit=100')).body.items).toHaveLength(100);
  });
});
