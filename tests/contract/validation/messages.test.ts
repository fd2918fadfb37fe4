import { describe, expect, test } from '@jest/globals';
import { useServer } from '../../support/use-server.ts';

const { send } = useServer();

describe('validation returns one readable error per field', () => {
  test.each([
    [{}, '/title', 'is required'],
    [{ title: '' }, '/title', 'must have at least 1 character'],
    [{ title: 'a'.repeat(201) }, '/title', 'must have at most 200 characters'],
    [{ title: 7 }, '/title', 'must be a string'],
    [{ title: 'a', description: 7 }, '/description', 'must be a string or null'],
    [{ title: 'a', colour: 'red' }, '/colour', 'is not a known field'],
    [{ title: 'a', status: 'done' }, '/status', 'must be one of pending, in_progress, completed, cancelled'],
    [{ title: 'a', tags: 'b' }, '/tags', 'must be an array'],
    [{ title: 'a', tags: ['b', 'c', 'b'] }, '/tags', 'must not contain duplicates'],
    [
      { title: 'a', tags: Array.from({ length: 21 }, (_, n) => `t${n}`) },
      '/tags',
      'must have at most 20 items',
    ],
    [{ title: 'a', dueAt: '2026-02-30T12:00:00Z' }, '/dueAt', 'must be a valid date-time'],
    [
      { title: 'a', dueAt: 'soon' },
      '/dueAt',
      'must be an RFC 3339 date-time such as 2026-03-06T17:00:00+01:00, without leap seconds, in the years 0001 to 9999',
    ],
    [[], '', 'must be an object'],
  ])('%j', async (body, pointer, detail) => {
    const response = await send('POST', '/tasks', { body });
    expect(response.status).toBe(422);
    expect(response.body.errors).toEqual([expect.objectContaining({ location: 'body', pointer, detail })]);
    expect(response.body.detail).toBe('The request has 1 validation error.');
  });

  test.each([
    ['limit=many', 'limit', 'must be an integer'],
    ['limit=0', 'limit', 'must be at least 1'],
    ['limit=101', 'limit', 'must be at most 100'],
    ['q=', 'q', 'must have at least 1 character'],
    ['status=pending&status=pending', 'status', 'must not contain duplicates'],
  ])('rejects the query %s', async (query, name, detail) => {
    const response = await send('GET', `/tasks?${query}`);
    expect(response.status).toBe(422);
    expect(response.body.errors).toEqual([expect.objectContaining({ location: 'query', name, detail })]);
  });
});
