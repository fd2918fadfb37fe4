import { hash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import type { TestResponse } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import { resolveReference } from '../support/resolve-reference.ts';
import { createTask } from '../support/tasks.ts';
import type { Task } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

/** Creates these tasks for a new user, in this order, and returns them. */
async function userWith(name: string, bodies: readonly Partial<Task>[]): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const body of bodies) tasks.push((await createTask(send, body, { as: name })).task);
  return tasks;
}

/** An id that no task has. It sorts before the ids of all tasks in these tests. */
const someId = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';

/** A cursor with a valid checksum for a list without filters. Anyone who reads the source can compute one. */
function forged(text: string, owner: string, sort: string): string {
  const payload = Buffer.from(text).toString('base64url');
  const choices = [[], [], [], undefined];
  const query = [owner, choices, ...Array.from({ length: 6 }, () => undefined), sort];
  return hash('sha256', JSON.stringify([payload, query]), 'base64url').slice(0, 11) + payload;
}

const titles = ({ body }: TestResponse) => body.items.map(({ title }) => title);

/** Follows the Link headers to the end of a list. Returns all titles and the number of pages. */
async function walk(path: string, as: string): Promise<{ titles: string[]; pages: number }> {
  const seen: string[] = [];
  let next: string | undefined = path;
  let pages = 0;
  while (next !== undefined && pages < 100) {
    const response: TestResponse = await send('GET', next, { as });
    expect(response.status).toBe(200);
    seen.push(...titles(response));
    pages += 1;
    const link = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('Link') ?? '')?.[1];
    next = link && resolveReference(next, link);
    expect(next === undefined).toBe(response.body.nextCursor === null);
  }
  return { titles: seen, pages };
}

describe('listTasks', () => {
  test('returns an empty page to a user without tasks', async () => {
    const { body, headers } = await send('GET', '/tasks', { as: 'newcomer' });
    expect(body).toEqual({ items: [], nextCursor: null });
    expect(headers.get('Link')).toBeNull();
  });

  test('returns the user’s own tasks, newest first', async () => {
    const tasks = await userWith('newest', [
      { title: 'one' },
      { title: 'two', tags: ['x'] },
      { title: 'three' },
    ]);
    await createTask(send, {}, { as: 'another user' });
    const { body } = await send('GET', '/tasks', { as: 'newest' });
    expect(body.items).toEqual([...tasks].reverse());
  });

  test('returns 20 tasks per page by default', async () => {
    await userWith(
      'twenty',
      Array.from({ length: 21 }, (_, n) => ({ title: `task ${n}` })),
    );
    expect((await send('GET', '/tasks', { as: 'twenty' })).body.items).toHaveLength(20);
    expect((await send('GET', '/tasks?limit=100', { as: 'twenty' })).body.items).toHaveLength(21);
  });

  describe('filters', () => {
    const as = 'filterer';
    beforeAll(() =>
      userWith(as, [
        { title: 'a', status: 'pending', priority: 'low', tags: ['red'], dueAt: '2026-01-01T00:00:00Z' },
        {
          title: 'b',
          status: 'in_progress',
          priority: 'high',
          tags: ['red', 'blue'],
          dueAt: '2026-02-01T00:00:00Z',
        },
        { title: 'c', status: 'completed', priority: 'high', tags: ['blue'], dueAt: '2026-03-01T00:00:00Z' },
        { title: 'd', status: 'pending', priority: 'urgent', tags: [], description: 'Quarterly Résumé' },
      ]),
    );

    test.each([
      ['one status', 'status=pending', ['d', 'a']],
      ['either of two statuses', 'status=pending&status=completed', ['d', 'c', 'a']],
      ['a priority', 'priority=high', ['c', 'b']],
      ['either of two priorities', 'priority=urgent&priority=low', ['d', 'a']],
      ['a tag', 'tag=red', ['b', 'a']],
      ['either of two tags, each task once', 'tag=red&tag=blue', ['c', 'b', 'a']],
      ['a tag that no task has', 'tag=green', []],
      ['filters together', 'status=in_progress&tag=red&priority=high', ['b']],
      ['filters that no task matches together', 'status=completed&priority=low', []],
      ['due before a timestamp, sorted by due date', 'dueBefore=2026-03-01T00:00:00Z', ['a', 'b']],
      ['due after a timestamp, but not at it', 'dueAfter=2026-01-01T00:00:00Z', ['b', 'c']],
      ['due between two timestamps', 'dueAfter=2026-01-01T00:00:00Z&dueBefore=2026-03-01T00:00:00Z', ['b']],
      ['with a due date, sorted by due date', 'hasDueDate=true', ['a', 'b', 'c']],
      ['without a due date', 'hasDueDate=false', ['d']],
      ['without a due date, with a status', 'hasDueDate=false&status=completed', []],
      [
        'without a due date, but due before a timestamp',
        'hasDueDate=false&dueBefore=2026-03-01T00:00:00Z',
        [],
      ],
      ['completed after a timestamp', 'completedAfter=2026-01-01T00:00:00Z', ['c']],
      ['completed before a timestamp', 'completedBefore=2026-01-01T00:00:00Z', []],
      ['by completion, with uncompleted tasks last', 'sort=completed', ['c', 'a', 'b', 'd']],
      ['the first page by its cursor', 'status=pending&cursor=start', ['d', 'a']],
      ['a date-time with an encoded offset', 'dueBefore=2026-01-01T01:00:00%2B00:30', ['a']],
      ['a word in the description, without its accents and capitals', 'q=resume', ['d']],
      ['the beginning of a word', 'q=quart', ['d']],
      ['all words', 'q=r%C3%A9sum%C3%A9+QUARTERLY', ['d']],
      ['words of which one is missing', 'q=quarterly%20report', []],
      ['punctuation alone', 'q=%21%3F', []],
      ['a search with a filter', 'q=quart&status=completed', []],
      ['a filter with a different sort order', 'status=pending&sort=created', ['a', 'd']],
      ['a search with a different sort order', 'q=a&sort=-priority', ['a']],
    ])('lists tasks: %s', async (_what, query, expected) => {
      const response = await send('GET', `/tasks?${query}`, { as });
      expect(titles(response)).toEqual(expected);
    });
  });

  test('returns the tasks that changed at updatedSince or later, oldest change first', async () => {
    const as = 'syncer';
    const [first, second, third] = await userWith(as, [{ title: 'a' }, { title: 'b' }, { title: 'c' }]);
    const changed = await send('PATCH', `/tasks/${first?.id}`, { body: { priority: 'low' }, as });
    const since = async (timestamp: string | undefined) =>
      titles(await send('GET', `/tasks?updatedSince=${timestamp}`, { as }));
    expect((await since(second?.updatedAt)).slice(-2)).toEqual(['c', 'a']);
    expect(await since(changed.body.updatedAt)).toContain('a');
    expect(await since(third?.createdAt)).toContain('c');
    expect(await since('9999-12-31T23:59:59Z')).toEqual([]);
  });

  describe('orders', () => {
    const as = 'sorter';
    beforeAll(() =>
      userWith(as, [
        { title: 'none 1', priority: 'urgent' },
        { title: 'march', dueAt: '2026-03-01T00:00:00Z', priority: 'low' },
        { title: 'january', dueAt: '2026-01-01T00:00:00Z', priority: 'urgent' },
        { title: 'none 2', priority: 'low' },
        { title: 'january too', dueAt: '2026-01-01T00:00:00Z', priority: 'medium' },
      ]),
    );

    const created = ['none 1', 'march', 'january', 'none 2', 'january too'];
    test.each([
      ['created', created],
      ['-created', [...created].reverse()],
      ['updated', created],
      ['-updated', [...created].reverse()],
      ['due', ['january', 'january too', 'march', 'none 1', 'none 2']],
      ['-due', ['march', 'january too', 'january', 'none 2', 'none 1']],
      ['priority', ['march', 'none 2', 'january too', 'none 1', 'january']],
      ['-priority', ['january', 'none 1', 'january too', 'none 2', 'march']],
    ])('sorts by %s, on one page and page by page', async (sort, expected) => {
      expect(titles(await send('GET', `/tasks?sort=${sort}`, { as }))).toEqual(expected);
      for (const limit of [1, 2, 3]) {
        const walked = await walk(`/tasks?sort=${sort}&limit=${limit}`, as);
        expect(walked).toEqual({ titles: expected, pages: Math.ceil(expected.length / limit) });
      }
    });
  });

  test('returns each unchanged task once across pages, even if other tasks change', async () => {
    const as = 'walker';
    const tasks = await userWith(
      as,
      Array.from({ length: 9 }, (_, n) => ({ title: `task ${n}`, tags: ['walk'] })),
    );
    const first = await send('GET', '/tasks?limit=3&tag=walk', { as });
    await send('DELETE', `/tasks/${tasks[6]?.id}`, { as });
    await createTask(send, { title: 'newcomer', tags: ['walk'] }, { as });
    await send('DELETE', `/tasks/${tasks[4]?.id}`, { as });
    const rest = await walk(`/tasks?limit=3&tag=walk&cursor=${first.body.nextCursor}`, as);
    expect([...titles(first), ...rest.titles]).toEqual(
      ['8', '7', '6', '5', '3', '2', '1', '0'].map((n) => `task ${n}`),
    );
  });

  describe('cursors', () => {
    const as = 'pager';
    let cursor: string;
    beforeAll(async () => {
      await userWith(as, [
        { title: 'a', tags: ['x', 'y'] },
        { title: 'b', tags: ['x'] },
        { title: 'c', tags: ['y'] },
      ]);
      cursor = (await send('GET', '/tasks?limit=1&tag=x&tag=y', { as })).body.nextCursor ?? '';
    });

    test('are accepted with a different limit, and with repeated values in a different order', async () => {
      const response = await send('GET', `/tasks?limit=5&tag=y&tag=x&cursor=${cursor}`, { as });
      expect(titles(response)).toEqual(['b', 'a']);
    });

    test.each([
      ['a different filter', 'tag=x'],
      ['a different sort order', 'tag=x&tag=y&sort=created'],
      ['an additional filter', 'tag=x&tag=y&q=a'],
    ])('are rejected with %s', async (_what, query) => {
      const response = await send('GET', `/tasks?${query}&cursor=${cursor}`, { as });
      expect([response.status, response.body.type]).toEqual([
        422,
        'urn:problem-type:task-manager-api:invalid-cursor',
      ]);
    });

    test('are rejected for another user', async () => {
      expect((await send('GET', `/tasks?tag=x&tag=y&cursor=${cursor}`, { as: 'other' })).status).toBe(422);
    });

    test('are rejected if any character is altered', async () => {
      for (let at = 0; at < cursor.length; at += 1) {
        const altered = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
        const response = await send('GET', `/tasks?tag=x&tag=y&cursor=${altered}`, { as });
        expect([response.status, response.body.type]).toEqual([
          422,
          'urn:problem-type:task-manager-api:invalid-cursor',
        ]);
      }
    });

    test.each([
      ['-created', 'text that is not JSON'],
      ['-created', '1'],
      ['-created', 'null'],
      ['-created', '[]'],
      ['-created', `[null,"${someId}",1]`],
      ['-created', '[null,1]'],
      ['-created', `[null,"${someId.replace('-7', '-4')}"]`],
      ['-created', `[1,"${someId}"]`],
      ['updated', `[null,"${someId}"]`],
      ['due', `[true,"${someId}"]`],
      ['due', `[{},"${someId}"]`],
      ['due', `["","${someId}"]`],
      ['due', `["2026-02-30T00:00:00.000Z","${someId}"]`],
      ['due', `["0000-01-01T00:00:00.000Z","${someId}"]`],
      ['due', `["+010000-01-01T00:00:00.000Z","${someId}"]`],
      ['priority', `[4,"${someId}"]`],
      ['priority', `[1.5,"${someId}"]`],
      ['priority', `["length","${someId}"]`],
    ])('are rejected if their position is invalid: with the sort order %s, %s', async (sort, text) => {
      const response = await send('GET', `/tasks?sort=${sort}&cursor=${forged(text, as, sort)}`, { as });
      expect([response.status, response.body.type]).toEqual([
        422,
        'urn:problem-type:task-manager-api:invalid-cursor',
      ]);
    });

    test('are accepted if a user computes one for their own list', async () => {
      const position = `[null,"${someId}"]`;
      const response = await send('GET', `/tasks?sort=created&cursor=${forged(position, as, 'created')}`, {
        as,
      });
      expect(titles(response)).toEqual(['a', 'b', 'c']);
    });

    test('stay valid after a restart and on any instance', async () => {
      const other = await startServer({ DATABASE_URL: server.database.url });
      const response = await client(other)('GET', `/tasks?limit=5&tag=x&tag=y&cursor=${cursor}`, { as });
      await other.close();
      expect(titles(response)).toEqual(['b', 'a']);
    });
  });

  test.each([
    ['an unknown status', 'status=done', 'status'],
    ['a repeated status', 'status=pending&status=pending', 'status'],
    ['an empty status', 'status=', 'status'],
    ['an unknown priority', 'priority=1', 'priority'],
    ['a tag in upper case', 'tag=Red', 'tag'],
    ['a limit of 0', 'limit=0', 'limit'],
    ['a limit of 101', 'limit=101', 'limit'],
    ['a limit that is not a number', 'limit=ten', 'limit'],
    ['an empty limit', 'limit=', 'limit'],
    ['a repeated limit', 'limit=1&limit=2', 'limit'],
    ['an unknown sort order', 'sort=title', 'sort'],
    ['an empty search', 'q=', 'q'],
    ['a search with a control character', 'q=a%00b', 'q'],
    ['a date without a time', 'dueBefore=2026-01-01', 'dueBefore'],
    ['an offset whose plus was not encoded', 'dueAfter=2026-01-01T00:00:00+02:00', 'dueAfter'],
    ['an empty cursor', 'cursor=', 'cursor'],
    ['a number instead of a boolean', 'hasDueDate=1', 'hasDueDate'],
    ['an empty boolean', 'hasDueDate=', 'hasDueDate'],
    ['a repeated boolean', 'hasDueDate=true&hasDueDate=true', 'hasDueDate'],
    ['a cursor with an invalid character', 'cursor=a.b', 'cursor'],
    ['an unknown parameter', 'stauts=pending', 'stauts'],
    ['a parameter in brackets', 'status%5B%5D=pending', 'status[]'],
    ['a parameter named __proto__', '__proto__=1', '__proto__'],
  ])('rejects %s, and names the parameter', async (_what, query, name) => {
    const response = await send('GET', `/tasks?${query}`);
    expect(response.status).toBe(422);
    expect(response.body.errors).toContainEqual(expect.objectContaining({ location: 'query', name }));
  });

  test('reports all validation errors of a query at once', async () => {
    const response = await send('GET', '/tasks?limit=0&status=x&q=&foo=1&sort=y');
    const names = new Set(response.body.errors.map(({ name }) => name));
    expect(names).toEqual(new Set(['foo', 'limit', 'q', 'sort', 'status']));
  });
});
