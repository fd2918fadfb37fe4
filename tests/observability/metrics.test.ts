import { describe, expect, test } from '@jest/globals';
import { engineName } from '../support/engine.ts';
import { startServer } from '../support/server.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';
import { growth, scrape } from './scrape.ts';

const { server, send } = useServer();

/** The increase of the series with these names during the work. */
async function grown(names: RegExp, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await scrape(server.url);
  await work();
  const difference = growth(before, await scrape(server.url));
  return Object.fromEntries(Object.entries(difference).filter(([series]) => names.test(series)));
}

describe('requests', () => {
  test('are counted by method, route template and status', async () => {
    const difference = await grown(/^api_requests_total/, async () => {
      const { task } = await createTask(send);
      await send('GET', `/tasks/${task.id}`);
      await send('GET', `/tasks/${task.id}?verbose=1`);
      await send('HEAD', '/tasks');
      await send('OPTIONS', '/tasks');
      await send('DELETE', `/tasks/${task.id}`);
      await send('DELETE', `/tasks/${task.id}`);
      await send('POST', '/health', { as: null });
    });
    expect(difference).toEqual({
      'api_requests_total{endpoint="/tasks",method="POST",status="201"}': 1,
      'api_requests_total{endpoint="/tasks/{taskId}",method="GET",status="200"}': 1,
      'api_requests_total{endpoint="/tasks/{taskId}",method="GET",status="422"}': 1,
      'api_requests_total{endpoint="/tasks",method="HEAD",status="200"}': 1,
      'api_requests_total{endpoint="/tasks/{taskId}",method="DELETE",status="204"}': 1,
      'api_requests_total{endpoint="/tasks/{taskId}",method="DELETE",status="404"}': 1,
      'api_requests_total{endpoint="unmatched",method="OPTIONS",status="204"}': 1,
      'api_requests_total{endpoint="unmatched",method="POST",status="405"}': 1,
      // The first scrape.
      'api_requests_total{endpoint="/metrics",method="GET",status="200"}': 1,
    });
  });

  test('share one series if their paths are unknown', async () => {
    const difference = await grown(/^api_requests_total/, async () => {
      const paths = Array.from({ length: 1000 }, (_, n) => `/random/${n}/${Math.random()}`);
      for (const path of paths) await send('GET', path, { as: null });
    });
    expect(difference).toMatchObject({
      'api_requests_total{endpoint="unmatched",method="GET",status="404"}': 1000,
    });
    expect(Object.keys(difference)).toHaveLength(2);
  });

  test('are measured in buckets from a millisecond to ten seconds', async () => {
    const difference = await grown(/^api_request_duration_seconds.*"\/summary"/, () =>
      send('GET', '/summary'),
    );
    const labels = 'endpoint="/summary"';
    expect(difference[`api_request_duration_seconds_count{${labels},method="GET"}`]).toBe(1);
    expect(difference[`api_request_duration_seconds_sum{${labels},method="GET"}`]).toBeGreaterThan(0);
    const bounds = [...(await scrape(server.url)).keys()].flatMap(
      (series) =>
        /^api_request_duration_seconds_bucket\{endpoint="\/summary",le="([^"]+)",method="GET"\}$/.exec(
          series,
        )?.[1] ?? [],
    );
    expect(bounds).toEqual(expect.arrayContaining(['0.001', '0.005', '0.025', '10', '+Inf']));
  });
});

describe('tasks', () => {
  const events = /^tasks_(created|completed|deleted)_total/;

  test('are counted when they are created, completed and deleted', async () => {
    const difference = await grown(events, async () => {
      const { task } = await createTask(send);
      const patch = (body: object) => send('PATCH', `/tasks/${task.id}`, { body });
      await patch({ status: 'completed' });
      await patch({ title: 'Still completed' });
      await patch({ status: 'pending' });
      await send('PUT', `/tasks/${task.id}`, { body: { title: 'Done', status: 'completed' } });
      await createTask(send, { status: 'completed' });
      await send('DELETE', `/tasks/${task.id}`);
    });
    expect(difference).toEqual({ tasks_created_total: 2, tasks_completed_total: 3, tasks_deleted_total: 1 });
  });

  test('are not counted when a request fails or is repeated', async () => {
    const { task } = await createTask(send);
    const headers = { 'Idempotency-Key': '"counted-once"', 'If-Match': '"99"' };
    const difference = await grown(events, async () => {
      await createTask(send, {}, { headers });
      await createTask(send, {}, { headers });
      await send('POST', '/tasks', { body: { title: '' } });
      await send('DELETE', `/tasks/${task.id}`, { headers });
      await send('DELETE', `/tasks/${task.id}`, { as: 'bob' });
      await send('PATCH', `/tasks/${task.id}`, { body: { status: 'completed' }, headers });
    });
    expect(difference).toEqual({ tasks_created_total: 1 });
  });
});

describe('the database', () => {
  test('is measured by reads, writes and commits', async () => {
    const difference = await grown(/^database_query_duration_seconds_count/, async () => {
      await createTask(send);
      await send('GET', '/tasks');
    });
    expect(difference).toEqual({
      'database_query_duration_seconds_count{kind="commit"}': 1,
      'database_query_duration_seconds_count{kind="read"}': expect.any(Number),
      'database_query_duration_seconds_count{kind="write"}': expect.any(Number),
    });
  });

  test('reports its size, and on SQLite its maximum size, its usage and the size of its write-ahead log', async () => {
    await createTask(send);
    const now = await scrape(server.url);
    expect(now.get('database_size_bytes')).toBeGreaterThan(4096);
    const log = now.get('database_wal_bytes');
    const [used, max] = [now.get('database_used_bytes'), now.get('database_max_bytes')];
    if (engineName === 'sqlite') {
      expect(log).toBeGreaterThan(0);
      expect(used).toBeGreaterThan(4096);
      expect(max).toBeGreaterThan(Number(used));
    } else expect([log, used, max]).toEqual([undefined, undefined, undefined]);
  });
});

test('reports in api_ready whether the service is ready', async () => {
  expect((await scrape(server.url)).get('api_ready')).toBe(1);
  server.service.lifecycle.state = 'draining';
  expect((await scrape(server.url)).get('api_ready')).toBe(0);
  server.service.lifecycle.state = 'ready';
});

test('adds process and Node metrics with PROCESS_METRICS', async () => {
  const other = await startServer({ PROCESS_METRICS: 'true' });
  const names = [...(await scrape(other.url)).keys()].join('\n');
  await other.close();
  expect(names).toMatch(/^process_resident_memory_bytes$/m);
  expect(names).toMatch(/^nodejs_eventloop_lag_seconds$/m);
  expect([...(await scrape(server.url)).keys()].join('\n')).not.toMatch(/^nodejs_/m);
});
