import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { addGauge, createMetrics } from '../../src/observability/metrics.ts';
import { taskRepository } from '../../src/tasks/repository.ts';
import { client } from '../support/client.ts';
import { contract } from '../support/contract.ts';
import { engineName } from '../support/engine.ts';
import { startServer } from '../support/server.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';
import { scrape } from './scrape.ts';

const { server, send } = useServer();

const now = async (name: string) => (await scrape(server.url)).get(name);

describe('the task gauges', () => {
  test('count open and overdue tasks of all users', async () => {
    const dueAt = '2020-01-01T00:00:00Z';
    const totals = () => taskRepository(server.service.database).total(new Date().toISOString());
    const { task } = await createTask(send, { dueAt });
    await createTask(send, { dueAt }, { as: 'bob' });
    await createTask(send, { status: 'in_progress', dueAt: '2999-01-01T00:00:00Z' }, { as: 'bob' });
    await createTask(send, { status: 'completed', dueAt });
    expect(await totals()).toEqual({ open: 3, overdue: 2 });
    await send('PATCH', `/tasks/${task.id}`, { body: { status: 'cancelled' } });
    expect(await totals()).toEqual({ open: 2, overdue: 1 });
  });

  test('appear in a scrape', async () => {
    const other = await startServer();
    const theirs = client(other);
    await createTask(theirs, { dueAt: '2020-01-01T00:00:00Z' });
    await createTask(theirs);
    const first = await scrape(other.url);
    await other.close();
    expect([first.get('tasks_open'), first.get('tasks_overdue')]).toEqual([2, 1]);
  });

  test('are zero in a new database', async () => {
    const other = await startServer();
    const first = await scrape(other.url);
    await other.close();
    expect([first.get('tasks_open'), first.get('tasks_overdue')]).toEqual([0, 0]);
  });
});

test('labels api_build_info with the versions', async () => {
  const labels = `contract_version="${contract.version}",version="${packageJson.version}"`;
  expect(await now(`api_build_info{${labels}}`)).toBe(1);
});

// With PostgreSQL, the data directory exists only if the service has generated a development secret.
const dataDirectory = () => (engineName === 'sqlite' ? server.folder : './data');

test('reports the size and free space of the disk of the data directory, or NaN without a data directory', async () => {
  const size = await now('data_directory_size_bytes');
  const free = await now('data_directory_free_bytes');
  if (existsSync(dataDirectory())) {
    expect(size).toBeGreaterThan(1024 * 1024);
    expect(free).toBeGreaterThan(0);
    expect(free).toBeLessThanOrEqual(size!);
  } else {
    expect([size, free]).toEqual([NaN, NaN]);
  }
});

test('sets api_ready to 0 while the database fails, and keeps the other metrics available', async () => {
  const other = await startServer();
  const all = [...(await scrape(other.url)).keys()];
  await other.database.run('alter table task rename to task_elsewhere');
  const broken = await scrape(other.url);
  await other.database.run('alter table task_elsewhere rename to task');
  expect(broken.get('api_ready')).toBe(0);
  expect((await scrape(other.url)).get('api_ready')).toBe(1);
  expect([...broken.keys()]).toEqual(expect.arrayContaining(all));
  await other.close();
});

test('reports NaN for a gauge whose read fails, and keeps the others available', async () => {
  const { registry } = createMetrics({ prefix: 'api', processMetrics: false });
  addGauge(registry, 'missing', 'Not there.', () => Promise.reject(new Error('gone')));
  addGauge(registry, 'broken', 'Throws.', () => {
    throw new Error('gone');
  });
  addGauge(registry, 'present', 'There.', () => 7);
  const text = await registry.metrics();
  expect(text).toMatch(/^missing nan$/im);
  expect(text).toMatch(/^broken nan$/im);
  expect(text).toMatch(/^present 7$/m);
});

describe('before the first request', () => {
  test('exports the series of every operation with the value zero', async () => {
    const other = await startServer();
    const first = await scrape(other.url);
    await other.close();
    for (const { id, method, path, statuses } of contract.operations) {
      const labels = `endpoint="${path}",method="${method}"`;
      expect(first.get(`api_request_duration_seconds_count{${labels}}`)).toBe(0);
      expect(
        first.get(`api_request_duration_seconds_bucket{endpoint="${path}",le="0.025",method="${method}"}`),
      ).toBe(0);
      expect(first.get(`api_contract_violations_total{location="/response",operation="${id}"}`)).toBe(0);
      for (const status of statuses) {
        const series = `api_requests_total{${labels},status="${status}"}`;
        expect(first.get(series)).toBe(status >= 500 ? 0 : undefined);
      }
    }
  });
});
