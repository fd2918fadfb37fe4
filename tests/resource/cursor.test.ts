import { describe, expect, test } from '@jest/globals';
import { readCursor, writeCursor } from '../../src/resource/cursor.ts';
import { orders } from './bookmarks.ts';

const id = '019ca0b0-0000-7000-8000-000000000000';
const position = { value: '2026-03-01T12:00:00.000Z', id };
const query = ['ada', 'read'];

test('reads a cursor that it wrote', () => {
  expect(readCursor(writeCursor(position, query), query, orders.read)).toEqual(position);
});

test('rejects a cursor whose checksum does not match', () => {
  const cursor = writeCursor(position, query);
  const altered = cursor.slice(0, -1) + (cursor.endsWith('A') ? 'B' : 'A');
  expect(readCursor(altered, query, orders.read)).toBeUndefined();
  expect(readCursor(cursor.slice(1), query, orders.read)).toBeUndefined();
  expect(readCursor('', query, orders.read)).toBeUndefined();
});

test('rejects a cursor from a different query', () => {
  expect(readCursor(writeCursor(position, ['grace', 'read']), query, orders.read)).toBeUndefined();
});

describe('a cursor with a valid checksum', () => {
  test.each<[what: string, sort: keyof typeof orders, value: unknown, id: unknown]>([
    ['a value of a different type', 'read', 7, id],
    ['a date-time that is not in UTC', 'read', '2026-03-01T12:00:00+01:00', id],
    ['the year 0', 'read', '0000-03-01T12:00:00.000Z', id],
    ['a value in the order of creation', 'created', 1, id],
    ['an id that is not a UUID', 'created', null, '7'],
    ['an id that is not a string', 'created', null, 7],
  ])('is rejected with %s', (_what, sort, value, other) => {
    const cursor = writeCursor({ value, id: other } as never, query);
    expect(readCursor(cursor, query, orders[sort])).toBeUndefined();
  });
});

test('accepts null only in the order of creation and for a nullable column', () => {
  const cursor = writeCursor({ value: null, id }, query);
  expect(readCursor(cursor, query, orders.created)).toEqual({ value: null, id });
  expect(readCursor(cursor, query, orders.visits)).toEqual({ value: null, id });
  expect(readCursor(cursor, query, { ...orders.visits, isNullable: false })).toBeUndefined();
});
