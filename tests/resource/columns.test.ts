import { expect, test } from '@jest/globals';
import { resourceTable } from '../../src/resource/table.ts';
import { type Bookmark, columns, fields } from './bookmarks.ts';

const table = resourceTable('bookmark', columns);
const item: Bookmark = {
  id: '019ca0b0-0000-7000-8000-000000000000',
  url: 'https://example.com/',
  visits: 2,
  labels: ['news'],
  readAt: '2026-03-01T12:00:00.000Z',
  createdAt: '2026-03-01T12:00:00.000Z',
  updatedAt: '2026-03-01T12:00:00.000Z',
  version: 3,
};

test('encodes an item as a row and decodes it', () => {
  const row = table.encode(item);
  expect(row).toMatchObject({ labels: '["news"]', read_at: item.readAt, version: 3 });
  expect(table.decode(row)).toEqual(item);
});

test('completes omitted properties with defaults and drops properties that clients do not write', () => {
  const given = { url: 'https://example.com/', id: 'ignored' };
  expect(fields.complete(given)).toEqual({ url: given.url, visits: null, labels: [], readAt: null });
});

test('converts a date-time to UTC', () => {
  expect(fields.complete({ url: '', readAt: '2026-03-01T13:00:00.5+01:00' }).readAt).toBe(
    '2026-03-01T12:00:00.500Z',
  );
});

test('preserves the value of a property that a patch omits, and resets a property that it sets to null', () => {
  const { url, labels } = item;
  expect(fields.patch(item, { visits: null })).toEqual({ url, visits: null, labels, readAt: item.readAt });
  expect(fields.patch(item, { labels: null }).labels).toEqual([]);
});
