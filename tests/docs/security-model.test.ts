// docs/security-model.md names a test for each promise.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/security-model.md', root), 'utf8');
const sections = text.split(/^## (?=API)/m).slice(1);

test('lists the ten risks of OWASP, in order', () => {
  const numbers = sections.map((section) => /^API(\d+): \w/.exec(section)?.[1]);
  expect(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
});

test.each(sections.map((section) => [section.split('\n', 1)[0]!, section]))(
  'states promise, enforcement, tests and operator duties in the security model for %s',
  (_title, section) => {
    const parts = [...section.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, name]) => name);
    expect(parts).toEqual(['Promise', 'Enforcement', 'Tests', 'Operator']);
  },
);

test('names only existing files in the security model', () => {
  const named = [...text.matchAll(/`((?:tests|checks|deploy)\/[\w./-]+)`/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
