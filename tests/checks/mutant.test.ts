import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { applyEdit } from '../../checks/mutants/mutant.ts';
import { mutants } from '../../checks/mutants/mutants.ts';

const file = 'a.yaml';

test('changes only the matching text', () => {
  expect(applyEdit('a: 1\nb: 2\n', { file, search: '2', replace: '3' })).toBe('a: 1\nb: 3\n');
  expect(applyEdit('a: 1\nb: 1\n', { file, after: 'b:', search: '1', replace: '$&' })).toBe('a: 1\nb: $&\n');
});

test('rejects an edit without a match, and one with several matches', () => {
  expect(() => applyEdit('a: 1', { file, search: '2', replace: '3' })).toThrow('a.yaml does not contain "2"');
  expect(() => applyEdit('a: 1', { file, after: 'b:', search: '1', replace: '3' })).toThrow(
    'does not contain "1" after "b:"',
  );
  expect(() => applyEdit('1 1', { file, search: '1', replace: '3' })).toThrow('contains "1" more than once');
});

test('lists at least twenty mutants, each with a unique name', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

test.each(mutants)('matches the text of the mutant: $name', ({ edits }) => {
  const texts = new Map<string, string>();
  for (const edit of edits) {
    const text = texts.get(edit.file) ?? readFileSync(new URL(`../../${edit.file}`, import.meta.url), 'utf8');
    texts.set(edit.file, applyEdit(text, edit));
  }
  expect(texts.size).toBeGreaterThan(0);
});
