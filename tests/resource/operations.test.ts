import { describe, expect, test } from '@jest/globals';
import {
  type Bookmark,
  type BookmarkDatabase,
  bookmarkOperations,
  fields,
  openBookmarks,
} from './bookmarks.ts';

const OWNER = 'ada';
const absent = '019ca0b0-0000-7000-8000-000000000000';

async function open() {
  const database = await openBookmarks();
  return { database, ...bookmarkOperations(database) };
}

/** Creates a bookmark without an idempotency key. */
async function create(
  { create: createItem }: Pick<ReturnType<typeof bookmarkOperations>, 'create'>,
  url = 'https://example.com/',
): Promise<Bookmark> {
  const response = await createItem(OWNER, fields.complete({ url }), {});
  if (response.status !== 201) throw new Error(`Status ${response.status}`);
  return response.body;
}

async function countRows({ reader }: BookmarkDatabase): Promise<number> {
  const rows = await reader.selectFrom('bookmark').select('id').execute();
  return rows.length;
}

describe('read', () => {
  test('returns the item with its location, version and defaults', async () => {
    const bookmarks = await open();
    const response = await bookmarks.create(OWNER, fields.complete({ url: 'https://example.com/' }), {});
    expect(response).toMatchObject({
      status: 201,
      headers: { ETag: '"1"', Location: expect.stringMatching(/^bookmarks\/[0-9a-f-]{36}$/) },
      body: { url: 'https://example.com/', visits: null, labels: [], readAt: null },
    });
    const { id } = (response as { body: Bookmark }).body;
    expect(await bookmarks.read(OWNER, id, {})).toEqual({
      status: 200,
      headers: { ETag: '"1"' },
      body: (response as { body: Bookmark }).body,
    });
  });

  test('returns 304 for the current version', async () => {
    const bookmarks = await open();
    const { id } = await create(bookmarks);
    expect(await bookmarks.read(OWNER, id, { 'If-None-Match': '"1"' })).toEqual({
      status: 304,
      headers: { ETag: '"1"' },
    });
  });

  test.each([
    ['an unknown id', OWNER, absent],
    ['an id that is not a UUID', OWNER, '7'],
  ])('returns 404 for %s', async (_what, owner, id) => {
    const bookmarks = await open();
    expect(await bookmarks.read(owner, id, {})).toEqual({
      status: 404,
      problem: { type: '/problems#bookmark-not-found', detail: `You have no bookmark with the id ${id}.` },
    });
  });

  test("returns 404 for another owner's item", async () => {
    const bookmarks = await open();
    const { id } = await create(bookmarks);
    expect(await bookmarks.read('grace', id, {})).toMatchObject({ status: 404 });
  });
});

describe('create with an idempotency key', () => {
  const key = { 'Idempotency-Key': 'key' };
  const given = fields.complete({ url: 'https://example.com/' });

  test('creates one item and repeats the response', async () => {
    const bookmarks = await open();
    const first = await bookmarks.create(OWNER, given, key);
    expect(await bookmarks.create(OWNER, given, key)).toEqual(first);
    expect(await countRows(bookmarks.database)).toBe(1);
    expect(bookmarks.events).toEqual(['created https://example.com/']);
  });

  test('rejects a key that was used with different fields', async () => {
    const bookmarks = await open();
    await bookmarks.create(OWNER, given, key);
    const second = await bookmarks.create(OWNER, { ...given, visits: 1 }, key);
    expect(second).toMatchObject({
      status: 422,
      problem: { type: 'urn:problem-type:task-manager-api:idempotency-key-reused' },
    });
    expect(await countRows(bookmarks.database)).toBe(1);
  });

  test('returns the response of the first request to a request that arrives while it is in progress', async () => {
    const bookmarks = await open();
    const responses = await Promise.all([
      bookmarks.create(OWNER, given, key),
      bookmarks.create(OWNER, given, key),
    ]);
    expect(responses[0].status).toBe(201);
    expect(responses[1]).toEqual(responses[0]);
    expect(await countRows(bookmarks.database)).toBe(1);
  });
});

describe('change', () => {
  const url = 'https://example.org/';

  test('replaces the fields and increases the version', async () => {
    const bookmarks = await open();
    const { id } = await create(bookmarks);
    const response = await bookmarks.change(OWNER, id, { 'If-Match': '"1"' }, (current) =>
      fields.patch(current, { url }),
    );
    expect(response).toMatchObject({ status: 200, headers: { ETag: '"2"' }, body: { id, url } });
    expect(bookmarks.events).toContain(`changed https://example.com/ to ${url}`);
  });

  test.each([
    ['If-Match names a different version', { 'If-Match': '"2"' }],
    ['If-Match names a weak tag', { 'If-Match': 'W/"1"' }],
    ['If-None-Match names the version', { 'If-None-Match': '"1"' }],
    ['If-None-Match is *', { 'If-None-Match': '*' }],
  ])('returns 412 if %s', async (_what, preconditions) => {
    const bookmarks = await open();
    const { id } = await create(bookmarks);
    const response = await bookmarks.change(OWNER, id, preconditions, () => fields.complete({ url }));
    expect(response).toMatchObject({ status: 412, problem: { detail: expect.stringContaining('bookmark') } });
    expect(await bookmarks.read(OWNER, id, {})).toMatchObject({ headers: { ETag: '"1"' } });
  });

  test('returns 404 for an unknown id', async () => {
    const bookmarks = await open();
    expect(await bookmarks.change(OWNER, absent, {}, () => fields.complete({ url }))).toMatchObject({
      status: 404,
    });
  });
});

describe('remove', () => {
  test('deletes the item', async () => {
    const bookmarks = await open();
    const { id } = await create(bookmarks);
    expect(await bookmarks.remove(OWNER, id, { 'If-Match': '"1"' })).toEqual({ status: 204 });
    expect(await bookmarks.read(OWNER, id, {})).toMatchObject({ status: 404 });
    expect(bookmarks.events).toContain('removed https://example.com/');
  });

  test('keeps the item if a precondition fails', async () => {
    const bookmarks = await open();
    const { id } = await create(bookmarks);
    expect(await bookmarks.remove(OWNER, id, { 'If-Match': '"2"' })).toMatchObject({ status: 412 });
    expect(await bookmarks.remove('grace', id, {})).toMatchObject({ status: 404 });
    expect(await bookmarks.read(OWNER, id, {})).toMatchObject({ status: 200 });
  });
});

describe('list', () => {
  const values: Partial<Bookmark>[] = [
    { visits: 3 },
    { visits: null, readAt: '2026-03-01T13:00:00+01:00' },
    { visits: 1 },
    { visits: 3, readAt: '2026-03-01T11:00:00Z' },
    { visits: 2 },
    { visits: null },
    { visits: 3 },
  ];

  test.each([
    ['created', [0, 1, 2, 3, 4, 5, 6]],
    ['-created', [6, 5, 4, 3, 2, 1, 0]],
    ['visits', [2, 4, 0, 3, 6, 1, 5]],
    ['-visits', [6, 3, 0, 4, 2, 5, 1]],
    ['read', [3, 1, 0, 2, 4, 5, 6]],
  ] as const)('reads pages in the order %s', async (sort, expected) => {
    const bookmarks = await open();
    for (const [index, value] of values.entries()) {
      await bookmarks.create(OWNER, fields.complete({ url: `${index}`, ...value }), {});
    }
    await bookmarks.create('grace', fields.complete({ url: 'other' }), {});
    const found: string[] = [];
    let after: Awaited<ReturnType<typeof bookmarks.list>>['next'];
    do {
      const page = await bookmarks.list(OWNER, sort, after);
      found.push(...page.items.map(({ url }) => url));
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual(expected.map(String));
  });
});
