// The routes below /sandbox. Their contract is separate from the published one.
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { unsignedToken, useSandbox } from '../support/sandbox.ts';
import { useServer } from '../support/use-server.ts';

const sandbox = useSandbox({ seed: 6 });
const reset = () => sandbox.send('POST', '/sandbox/reset', { token: null });
const advance = (advanceSeconds: number) =>
  sandbox.send('POST', '/sandbox/clock', { body: { advanceSeconds } });
const daySeconds = 24 * 60 * 60;

afterEach(reset);

test('restores the initial tasks of all users on a reset', async () => {
  const list = async () => (await sandbox.send('GET', '/tasks?limit=100')).body;
  const before = await list();
  const token = unsignedToken({ sub: 'ann' });
  const key = { 'Idempotency-Key': `"${randomUUID()}"` };
  await sandbox.send('POST', '/tasks', { body: { title: 'Mine' }, headers: key });
  await sandbox.send('POST', '/tasks', { body: { title: 'Hers' }, token });
  await sandbox.send('DELETE', `/tasks/${before.items[0]!.id}`);
  expect(await list()).not.toEqual(before);

  expect((await reset()).status).toBe(204);
  expect(await list()).toEqual(before);
  expect((await sandbox.send('GET', '/tasks', { token })).body.items).toEqual([]);
  expect((await sandbox.send('GET', '/tasks?q=mine')).body.items).toEqual([]);
  // The key of the deleted task is free again.
  const { status } = await sandbox.send('POST', '/tasks', { body: { title: 'Other' }, headers: key });
  expect(status).toBe(201);
});

test('runs concurrent resets one after another', async () => {
  const responses = await Promise.all([reset(), reset(), reset(), reset(), reset()]);
  expect(responses.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
  expect((await sandbox.send('GET', '/summary')).body.total).toBe(10);
});

describe('the change feed', () => {
  const changes = async (query: string) => {
    const { status, text } = await sandbox.send('GET', `/changes?${query}`);
    return { status, ...(JSON.parse(text) as { nextCursor?: string; items?: unknown[] }) };
  };

  test('wakes a waiting client when tasks are added', async () => {
    const { nextCursor = '' } = await changes('limit=100');
    const waiting = changes(`since=${nextCursor}&wait=20`);
    await sandbox.send('POST', '/sandbox/seed', { body: { count: 1 } });
    expect((await waiting).status).toBe(200);
  });

  test('makes clients start over after a reset', async () => {
    const { nextCursor = '' } = await changes('limit=100');
    await reset();
    expect((await changes(`since=${nextCursor}`)).status).toBe(410);
  });
});

describe('the clock', () => {
  test('makes tasks overdue', async () => {
    const dueAt = new Date(Date.now() + 2 * daySeconds * 1000).toISOString();
    await sandbox.send('POST', '/tasks', { body: { title: 'x', dueAt } });
    const { overdue } = (await sandbox.send('GET', '/summary')).body;
    await advance(4 * daySeconds);
    expect((await sandbox.send('GET', '/summary')).body.overdue).toBeGreaterThan(overdue);
  });

  test('expires tokens', async () => {
    const token = unsignedToken({ exp: Math.floor(Date.now() / 1000) + 3600 });
    expect((await sandbox.send('GET', '/tasks', { token })).status).toBe(200);
    await advance(3600);
    expect((await sandbox.send('GET', '/tasks', { token })).status).toBe(401);
  });

  test('expires idempotency keys', async () => {
    const headers = { 'Idempotency-Key': `"${randomUUID()}"` };
    const create = async (title: string) => {
      const { status, body } = await sandbox.send('POST', '/tasks', { headers, body: { title } });
      return status === 201 ? body.id : status;
    };
    const first = await create('One');
    await advance(daySeconds - 60);
    expect([await create('One'), await create('Two')]).toEqual([first, 422]);
    await advance(61);
    expect([first, 422]).not.toContain(await create('Two'));
  });

  test('sets the timestamps of changes', async () => {
    const { body } = await advance(10 * daySeconds);
    const now = Date.parse(String(body.now));
    expect(now - Date.now()).toBeGreaterThan(9.9 * daySeconds * 1000);
    const created = (await sandbox.send('POST', '/tasks', { body: { title: 'x' } })).body;
    expect(Date.parse(created.createdAt)).toBeGreaterThanOrEqual(now);
    const changed = await sandbox.send('PATCH', `/tasks/${created.id}`, { body: { status: 'completed' } });
    expect(changed.body.completedAt! >= created.createdAt).toBe(true);
  });
});

describe('the controls', () => {
  test.each([
    ['/sandbox/clock', { advanceSeconds: -1 }, '/advanceSeconds'],
    ['/sandbox/clock', {}, '/advanceSeconds'],
    ['/sandbox/seed', { count: 10_001 }, '/count'],
    ['/sandbox/seed', { count: 1, user: 'ann' }, '/user'],
    ['/sandbox/outage', { seconds: 1, kind: 'fire' }, '/kind'],
  ])('reject %s with %j', async (path, body, pointer) => {
    const response = await sandbox.send('POST', path, { body });
    expect(response.status).toBe(422);
    expect(response.body.errors).toMatchObject([{ pointer }]);
  });

  test('respond to unknown paths and methods with problems', async () => {
    for (const path of ['/sandbox', '/sandbox/', '/sandbox/x', '/sandboxes'])
      expect((await sandbox.send('GET', path)).status).toBe(404);
    const { status, headers } = await sandbox.send('GET', '/sandbox/reset');
    expect([status, headers.get('Allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  test('have a separate contract, which the published one does not mention', async () => {
    const own = await sandbox.send('GET', '/sandbox/openapi.yaml', { token: null });
    expect(own.headers.get('Content-Type')).toContain('application/yaml');
    expect(own.text).toContain('/sandbox/reset:');
    const published = await sandbox.send('GET', '/openapi.yaml', { token: null });
    expect(published.text).not.toContain('sandbox');
  });
});

describe('the service', () => {
  const { server } = useServer();

  test('has no controls, and ignores the preferences of the sandbox', async () => {
    const response = await fetch(`${server.url}/sandbox/reset`, { method: 'POST' });
    expect(response.status).toBe(404);
    const headers = { Authorization: `Bearer ${await server.token()}`, Prefer: 'code=503' };
    expect((await fetch(`${server.url}/summary`, { headers })).status).toBe(200);
  });
});
