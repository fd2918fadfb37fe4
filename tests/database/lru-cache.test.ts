import { expect, test } from '@jest/globals';
import { recent } from '../../src/database/lru-cache.ts';

test('what is kept is made once', () => {
  const made: string[] = [];
  const kept = recent<number>(2);
  kept.get('select 1', (name) => made.push(name));
  kept.get('select 1', (name) => made.push(name));
  expect(made).toEqual(['select 1']);
});

test('what was used longest ago makes room for something new', () => {
  const made: string[] = [];
  const kept = recent<number>(2);
  const get = (name: string) => kept.get(name, () => made.push(name));
  for (const name of ['one', 'two', 'one', 'three']) get(name);
  expect(kept.size).toBe(2);
  get('one');
  expect(made).toEqual(['one', 'two', 'three']);
  get('two');
  expect(made).toEqual(['one', 'two', 'three', 'two']);
});

test('however many names there are, few are kept', () => {
  const kept = recent<string>(200);
  for (let index = 0; index < 10_000; index += 1) kept.get(`select ${index}`, (name) => name);
  expect(kept.size).toBe(200);
});
