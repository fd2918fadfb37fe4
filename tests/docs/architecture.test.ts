// Compares docs/architecture.md with the modules of the repository.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/architecture.md', root), 'utf8');
const [, modules = ''] = /## Modules\n\n```\n(.*?)```/s.exec(text) ?? [];

describe('the architecture', () => {
  test('names only existing files and directories', () => {
    const named = [...text.matchAll(/`((?:src|tests|scripts|observability)\/[\w./-]+)`/g)].map(
      ([, path]) => path!,
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  test('lists exactly the files and modules of src/', () => {
    const listed = /^src\/\n((?: {2}.*\n)+)/m.exec(modules)?.[1] ?? '';
    const names = [...listed.matchAll(/^ {2}([\w.-]+)/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual(readdirSync(new URL('src/', root)).sort());
  });
});
