import { describe, expect, test } from '@jest/globals';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

const key = (name: string) => ({ 'Idempotency-Key': `"${name}"` });

describe('createTask with an Idempotency-Key', () => {
  test('replays the first response and creates nothing', async () => {
    const sent = {
      body: { title: 'Once', dueAt: '2026-01-01T00:00:00Z' },
      headers: key('replay'),
      as: 'replayer',
    };
    const first = await send('POST', '/tasks', sent);
    await send('PATCH', `/tasks/${first.body.id}`, { body: { title: 'Changed since' }, as: 'replayer' });
    // Payloads are equal if only the order of properties or the offset of a date-time differs, or if one states a default.
    const again = { ...sent, body: { dueAt: '2026-01-01T01:00:00+01:00', tags: [], title: 'Once' } };
    const second = await send('POST', '/tasks', again);

    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    for (const name of ['Location', 'ETag']) expect(second.headers.get(name)).toBe(first.headers.get(name));
    expect((await send('GET', '/summary', { as: 'replayer' })).body.total).toBe(1);
  });

  test('rejects the key with a different payload, and creates nothing', async () => {
    await send('POST', '/tasks', { body: { title: 'One' }, headers: key('reused'), as: 'reuser' });
    const second = await send('POST', '/tasks', {
      body: { title: 'Two' },
      headers: key('reused'),
      as: 'reuser',
    });
    expect(second.status).toBe(422);
    expect(second.body.type).toBe('urn:problem-type:task-manager-api:idempotency-key-reused');
    expect((await send('GET', '/summary', { as: 'reuser' })).body.total).toBe(1);
  });

  test('keeps the keys of two users separate', async () => {
    const one = await send('POST', '/tasks', { body: { title: 'Mine' }, headers: key('shared'), as: 'ann' });
    const two = await send('POST', '/tasks', { body: { title: 'Yours' }, headers: key('shared'), as: 'ben' });
    expect([one.status, two.status]).toEqual([201, 201]);
  });

  test('releases the key when the task is rejected', async () => {
    const refused = await send('POST', '/tasks', { body: { title: '' }, headers: key('freed') });
    const made = await send('POST', '/tasks', { body: { title: 'Better' }, headers: key('freed') });
    expect([refused.status, made.status]).toEqual([422, 201]);
  });

  test('waits for the first request in progress, and replays its response', async () => {
    // Another program has locked the database, so both requests wait.
    const release = await server.database.lock();
    const sent = { body: { title: 'Slow' }, headers: key('in-flight'), as: 'waiter' };
    const both = [send('POST', '/tasks', sent), send('POST', '/tasks', sent)];
    await send('GET', '/summary', { as: 'waiter' });
    await release();

    const [first, second] = await Promise.all(both);
    expect([first?.status, second?.status]).toEqual([201, 201]);
    expect(second?.body).toEqual(first?.body);
    expect((await send('GET', '/summary', { as: 'waiter' })).body.total).toBe(1);
  });

  test('expires a key after 24 hours', async () => {
    const sent = { headers: key('old'), as: 'forgetter' };
    await send('POST', '/tasks', { ...sent, body: { title: 'Yesterday' } });
    const dayAgo = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
    await server.database.run(
      `update idempotency_key set created_at = '${dayAgo}' where owner = 'forgetter'`,
    );
    expect((await send('POST', '/tasks', { ...sent, body: { title: 'Today' } })).status).toBe(201);
  });

  test.each([
    ['without quotes', 'abc'],
    ['empty', '""'],
    ['too long', `"${'x'.repeat(256)}"`],
    ['with a control character', '"a\tb"'],
    ['with a quote inside', '"a"b"'],
  ])('rejects a key %s', async (_what, value) => {
    const response = await send('POST', '/tasks', {
      body: { title: 'a' },
      headers: { 'Idempotency-Key': value },
    });
    expect(response.status).toBe(422);
    expect(response.body.errors[0]).toMatchObject({ location: 'header', name: 'Idempotency-Key' });
  });
});
