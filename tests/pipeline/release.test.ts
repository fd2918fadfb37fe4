// A release, made in a repository of its own.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findOasdiff } from '../../scripts/compatibility/oasdiff.ts';
import { compareContract } from '../../scripts/compatibility/compare.ts';
import { notesOf } from '../../scripts/release/changelog.ts';
import { prepareRelease } from '../../scripts/release/prepare.ts';

const oasdiff = await findOasdiff();
const testWithOasdiff = 'missing' in oasdiff ? test.skip : test;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'releases-'));
});
afterAll(() => rm(folder, { recursive: true }));

const contract = (version: string, limit = 100): string => `openapi: 3.1.1
info: { title: Bells, version: ${version} }
paths:
  /bells:
    get:
      operationId: listBells
      parameters: [{ name: limit, in: query, schema: { type: integer, maximum: ${limit} } }]
      responses: { '204': { description: None. } }
`;
const changelog = `# Changelog

## [Unreleased]

### Added

- Bells.
`;

async function repository(version: string, changes: Readonly<Record<string, string>> = {}): Promise<URL> {
  const root = await mkdtemp(join(folder, 'repository-'));
  const files = {
    'openapi.yaml': contract(version),
    'CHANGELOG.md': changelog,
    'package.json': '{"name":"bells","version":"0.9.0"}',
    'client/package.json': '{"name":"bells-client","version":"0.9.0"}',
    'package-lock.json': JSON.stringify({
      version: '0.9.0',
      packages: {
        '': { version: '0.9.0' },
        client: { version: '0.9.0' },
        'node_modules/ring': { version: '0.9.0' },
      },
    }),
    ...changes,
  };
  await Promise.all(['client', 'contracts'].map((name) => mkdir(join(root, name))));
  for (const name of ['oasdiff.yaml', 'severity-levels.txt', 'accepted.txt'])
    await cp(new URL(`../../contracts/${name}`, import.meta.url), join(root, 'contracts', name));
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  return pathToFileURL(`${root}/`);
}

const prepare = (root: URL) => prepareRelease(root, () => Promise.resolve(oasdiff), '2026-03-01');
const read = (root: URL, file: string): Promise<string> => readFile(new URL(file, root), 'utf8');

describe('a release', () => {
  test('keeps the contract, and gives changelog and packages its version', async () => {
    const root = await repository('1.0.0');
    expect(await prepare(root)).toBe('1.0.0');
    expect(await read(root, 'contracts/1.0.0.yaml')).toBe(contract('1.0.0'));
    const written = await read(root, 'CHANGELOG.md');
    expect(written).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2026-03-01\n\n### Added\n\n- Bells.\n',
    );
    expect(notesOf(written, '1.0.0')).toBe('### Added\n\n- Bells.');
    for (const file of ['package.json', 'client/package.json'])
      expect(JSON.parse(await read(root, file))).toMatchObject({ version: '1.0.0' });
    expect(JSON.parse(await read(root, 'package-lock.json'))).toEqual({
      version: '1.0.0',
      packages: {
        '': { version: '1.0.0' },
        client: { version: '1.0.0' },
        'node_modules/ring': { version: '0.9.0' },
      },
    });
    // And what `npm run compatibility` holds afterwards.
    const outcome = await compareContract(root, () => Promise.resolve(oasdiff));
    if (!('missing' in oasdiff)) expect(outcome).toMatchObject({ result: 'passed' });
  });

  test('happens once', async () => {
    const root = await repository('1.0.0', { 'contracts/1.0.0.yaml': contract('1.0.0') });
    await expect(prepare(root)).rejects.toThrow(
      '1.0.0 has been released. Raise info.version in openapi.yaml.',
    );
  });

  testWithOasdiff(
    'is refused when the version does not go with the changes, and writes nothing',
    async () => {
      const root = await repository('1.1.0', {
        'openapi.yaml': contract('1.1.0', 50),
        'contracts/1.0.0.yaml': contract('1.0.0'),
      });
      await expect(prepare(root)).rejects.toThrow('raise info.version to 2.0.0');
      expect(await read(root, 'CHANGELOG.md')).toBe(changelog);
      await expect(read(root, 'contracts/1.1.0.yaml')).rejects.toThrow('ENOENT');
    },
  );

  test('is refused where it cannot be compared', async () => {
    const root = await repository('1.1.0', { 'contracts/1.0.0.yaml': contract('1.0.0') });
    const missing = () => Promise.resolve({ missing: 'there is none' });
    await expect(prepareRelease(root, missing, '2026-03-01')).rejects.toThrow('there is none');
  });

  test.each([
    ['of nothing that it is unreleased', changelog.slice(0, changelog.indexOf('### Added'))],
    ['has 1.0.0 already', `${changelog}\n## [1.0.0] - 2026-02-01\n\n- Bells.\n`],
    ['has no heading `## [Unreleased]`', '# Changelog\n'],
  ])('is refused when the changelog %s', async (words, text) => {
    const root = await repository('1.0.0', { 'CHANGELOG.md': text });
    await expect(prepare(root)).rejects.toThrow(words);
    await expect(read(root, 'contracts/1.0.0.yaml')).rejects.toThrow('ENOENT');
  });
});

test('there are no notes of a version that the changelog does not know', () => {
  expect(() => notesOf(changelog, '2.0.0')).toThrow('CHANGELOG.md says nothing of 2.0.0.');
});

test("the project's own changelog can be released", async () => {
  const { release } = await import('../../scripts/release/changelog.ts');
  const text = await readFile(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
  expect(notesOf(release(text, '999.0.0', '2026-03-01'), '999.0.0')).toContain('### ');
});
