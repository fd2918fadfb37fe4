import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { client } from '../../support/client.ts';
import type { Send } from '../../support/client.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
let send: Send;

beforeAll(async () => {
  server = await startServer();
  send = client(server);
});
afterAll(() => server.close());

describe('a fault of a field is told in words for people, once', () => {
  test.each([
    [{}, '/title', 'must be there'],
    [{ title: '' }, '/title', 'must have at least 1 character'],
    [{ title: 'a'.repeat(201) }, '/title', 'must have at most 200 characters'],
    [{ title: 7 }, '/title', 'must be a text'],
    [{ title: 'a', description: 7 }, '/description', 'must be a text or null'],
    [{ title: 'a', colour: 'red' }, '/colour', 'there is no such field'],
    [{ title: 'a', status: 'done' }, '/status', 'must be one of pending, in_progress, completed, cancelled'],
    [{ title: 'a', tags: 'b' }, '/tags', 'must be a list'],
    [{ title: 'a', tags: ['b', 'c', 'b'] }, '/tags', 'must have nothing twice'],
    [
      { title: 'a', tags: Array.from({ length: 21 }, (_, n) => `t${n}`) },
      '/tags',
      'must have at most 20 items',
    ],
    [{ title: 'a', dueAt: '2026-02-30T12:00:00Z' }, '/dueAt', 'must be a moment that exists'],
    [
      { title: 'a', dueAt: 'soon' },
      '/dueAt',
      'must be an RFC 3339 date-time such as 2026-03-06T17:00:00+01:00, without leap second, its UTC year 0001 to 9999',
    ],
    [[], '', 'must be an object'],
  ])('%j', async (body, pointer, detail) => {
    const answer = await send('POST', '/tasks', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ location: 'body', pointer, detail })]);
    expect(answer.body.detail).toMatch(/^1 thing /);
  });

  test.each([
    ['limit=many', 'limit', 'must be a whole number'],
    ['limit=0', 'limit', 'must be 1 or more'],
    ['limit=101', 'limit', 'must be 100 or less'],
    ['q=', 'q', 'must have at least 1 character'],
    ['status=pending&status=pending', 'status', 'must have nothing twice'],
  ])('%s', async (query, name, detail) => {
    const answer = await send('GET', `/tasks?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ location: 'query', name, detail })]);
  });
});
