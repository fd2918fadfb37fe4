import { expect, test } from '@jest/globals';
import { statementCache } from '../../src/database/sqlite/statement-cache.ts';

test('a statement is prepared once', () => {
  const prepared: string[] = [];
  const cache = statementCache(2, (text) => prepared.push(text));
  cache.get('select 1');
  cache.get('select 1');
  expect(prepared).toEqual(['select 1']);
});

test('the statement used longest ago makes room for a new one', () => {
  const prepared: string[] = [];
  const cache = statementCache(2, (text) => prepared.push(text));
  for (const text of ['one', 'two', 'one', 'three']) cache.get(text);
  expect(cache.size).toBe(2);
  cache.get('one');
  expect(prepared).toEqual(['one', 'two', 'three']);
  cache.get('two');
  expect(prepared).toEqual(['one', 'two', 'three', 'two']);
});

test('however many texts there are, few are kept', () => {
  const cache = statementCache(200, (text) => text);
  for (let index = 0; index < 10_000; index += 1) cache.get(`select ${index}`);
  expect(cache.size).toBe(200);
});
