// Sandbox tasks: those in the contract's examples, and generated ones.
import { afterEach, describe, expect, test } from '@jest/globals';
import { startTestSandbox, unsignedToken } from '../support/sandbox.ts';
import type { TestSandbox } from '../support/sandbox.ts';

const started: TestSandbox[] = [];
afterEach(async () => {
  for (const sandbox of started.splice(0)) await sandbox.close();
});

async function start(seed: number): Promise<TestSandbox> {
  const sandbox = await startTestSandbox({ seed });
  started.push(sandbox);
  return sandbox;
}

async function tasksOf(sandbox: TestSandbox, token = 'demo') {
  return (await sandbox.send('GET', '/tasks?limit=100', { token })).body.items;
}

test('contains the tasks of the examples under their ids', async () => {
  const sandbox = await start(0);
  const tasks = await tasksOf(sandbox);
  expect(tasks).toHaveLength(4);
  const { status, headers, body } = await sandbox.send('GET', '/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90');
  expect([status, headers.get('ETag')]).toEqual([200, '"3"']);
  expect(body.title).toBe('Write the release notes for 2.4');
  expect((await sandbox.send('GET', '/tasks?q=release%20notes')).body.items).toEqual([body]);
});

test('generates tasks of every status and priority, some of them overdue and some due later', async () => {
  const sandbox = await start(90);
  const { total, byStatus, byPriority, overdue } = (await sandbox.send('GET', '/summary')).body;
  expect(total).toBe(94);
  for (const count of [...Object.values(byStatus), ...Object.values(byPriority)])
    expect(count).toBeGreaterThan(0);
  expect(overdue).toBeGreaterThan(0);
  const later = `/tasks?dueAfter=${new Date().toISOString()}&status=pending`;
  expect((await sandbox.send('GET', later)).body.items.length).toBeGreaterThan(5);
});

test('generates the same tasks for the same seed', async () => {
  const [one, other, larger] = [await start(20), await start(20), await start(30)];
  const tasks = await tasksOf(one);
  expect(await tasksOf(other)).toEqual(tasks);
  expect((await tasksOf(larger)).slice(0, 24)).toEqual(tasks);
});

describe('a created task', () => {
  test('is first in the next list, and keeps its changes', async () => {
    const sandbox = await start(3);
    const created = await sandbox.send('POST', '/tasks', { body: { title: 'New' } });
    const path = `/tasks/${created.body.id}`;
    expect((await tasksOf(sandbox))[0]).toEqual(created.body);
    await sandbox.send('PATCH', path, { body: { status: 'completed' } });
    expect((await sandbox.send('GET', path)).body.status).toBe('completed');
    expect((await sandbox.send('DELETE', path)).status).toBe(204);
    expect((await sandbox.send('GET', path)).status).toBe(404);
  });
});

test('adds tasks to the demo user and to others, with different ids for each user', async () => {
  const sandbox = await start(5);
  const seed = (body: object) => sandbox.send('POST', '/sandbox/seed', { body });
  expect((await seed({ count: 10 })).body.added).toBe(10);
  expect((await seed({ count: 15, sub: 'ann' })).body.added).toBe(19);
  const [demo, ann] = [await tasksOf(sandbox), await tasksOf(sandbox, unsignedToken({ sub: 'ann' }))];
  expect([demo.length, ann.length]).toEqual([19, 19]);
  expect(new Set([...demo, ...ann].map(({ id }) => id)).size).toBe(38);
  expect(ann.map(({ title }) => title)).toEqual(demo.map(({ title }) => title));
  // Starting with more tasks generates the same tasks as adding them later.
  expect(await tasksOf(await start(15))).toEqual(demo);
});
