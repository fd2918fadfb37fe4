// docs/architecture.md is the map of the repository: what it names has to be there, and what is there to be named.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/architecture.md', root), 'utf8');
const [, rooms = ''] = /## Modules\n\n```\n(.*?)```/s.exec(text) ?? [];

describe('the architecture', () => {
  test('names files and folders that are there', () => {
    const named = [...text.matchAll(/`((?:src|tests|scripts|observability)\/[\w./-]+)`/g)].map(
      ([, path]) => path!,
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  test('has every file and room of src/ among the rooms, and no other', () => {
    const listed = /^src\/\n((?: {2}.*\n)+)/m.exec(rooms)?.[1] ?? '';
    const names = [...listed.matchAll(/^ {2}([\w.-]+)/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual(readdirSync(new URL('src/', root)).sort());
  });
});
