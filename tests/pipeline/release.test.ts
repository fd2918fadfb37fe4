// Prepares releases in temporary repositories.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findOasdiff } from '../../scripts/compatibility/oasdiff.ts';
import { compareContract } from '../../scripts/compatibility/compare.ts';
import { notesOf } from '../../scripts/release/changelog.ts';
import { prepareRelease } from '../../scripts/release/prepare.ts';
import { runNode } from '../../scripts/tools/run-node.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const oasdiff = await findOasdiff();
const testWithOasdiff = 'missing' in oasdiff ? test.skip : test;

afterAll(removeTemporaryFolders);

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
  const root = temporaryFolder();
  const files = {
    'openapi.yaml': contract(version),
    'CHANGELOG.md': changelog,
    'package.json': '{"name":"bells","version":"0.9.0"}',
    'client/package.json': '{"name":"bells-client","version":"0.9.0"}',
    'client/CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n',
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

test('prints the contract version as a job output', async () => {
  const { code, output } = await runNode(['scripts/release.ts', '--job-output']);
  expect([code, output]).toEqual([0, expect.stringMatching(/^version=\d+\.\d+\.\d+\n$/)]);
});

const prepare = (root: URL) => prepareRelease(root, () => Promise.resolve(oasdiff), '2026-03-01');
const read = (root: URL, file: string): Promise<string> => readFile(new URL(file, root), 'utf8');

describe('prepareRelease', () => {
  test('stores the contract and updates the changelog and the packages', async () => {
    const root = await repository('1.0.0');
    expect(await prepare(root)).toBe('1.0.0');
    expect(await read(root, 'contracts/1.0.0.yaml')).toBe(contract('1.0.0'));
    const written = await read(root, 'CHANGELOG.md');
    expect(written).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2026-03-01\n\n### Added\n\n- Bells.\n',
    );
    expect(notesOf(written, '1.0.0')).toBe('### Added\n\n- Bells.');
    expect(await read(root, 'client/CHANGELOG.md')).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2026-03-01\n\nNo changes, except for those of the contract.\n',
    );
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
    // `npm run compatibility` passes afterwards.
    const outcome = await compareContract(root, () => Promise.resolve(oasdiff));
    if (!('missing' in oasdiff)) expect(outcome).toMatchObject({ result: 'passed' });
  });

  test('rejects a version that was already released', async () => {
    const root = await repository('1.0.0', { 'contracts/1.0.0.yaml': contract('1.0.0') });
    await expect(prepare(root)).rejects.toThrow(
      '1.0.0 has already been released. Raise info.version in openapi.yaml.',
    );
  });

  testWithOasdiff('rejects a version that is too low for the changes, and writes nothing', async () => {
    const root = await repository('1.1.0', {
      'openapi.yaml': contract('1.1.0', 50),
      'contracts/1.0.0.yaml': contract('1.0.0'),
    });
    await expect(prepare(root)).rejects.toThrow('raise info.version in openapi.yaml to 2.0.0');
    expect(await read(root, 'CHANGELOG.md')).toBe(changelog);
    await expect(read(root, 'contracts/1.1.0.yaml')).rejects.toThrow('ENOENT');
  });

  test('rejects a release if oasdiff is missing', async () => {
    const root = await repository('1.1.0', { 'contracts/1.0.0.yaml': contract('1.0.0') });
    const missing = () => Promise.resolve({ missing: 'oasdiff is missing' });
    await expect(prepareRelease(root, missing, '2026-03-01')).rejects.toThrow('oasdiff is missing');
  });

  test.each([
    ['has no unreleased notes', changelog.slice(0, changelog.indexOf('### Added'))],
    ['already has a section for 1.0.0', `${changelog}\n## [1.0.0] - 2026-02-01\n\n- Bells.\n`],
    ['has no heading `## [Unreleased]`', '# Changelog\n'],
  ])('rejects a changelog that %s', async (message, text) => {
    const root = await repository('1.0.0', { 'CHANGELOG.md': text });
    await expect(prepare(root)).rejects.toThrow(message);
    await expect(read(root, 'contracts/1.0.0.yaml')).rejects.toThrow('ENOENT');
  });
});

test('rejects a version without notes', () => {
  expect(() => notesOf(changelog, '2.0.0')).toThrow('CHANGELOG.md has no notes on 2.0.0.');
});

test("accepts the project's own changelog", async () => {
  const { release } = await import('../../scripts/release/changelog.ts');
  const own = await readFile(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
  // Right after a release, there are no notes yet.
  const text = own.replace(/^## \[Unreleased\]\n/m, (heading) => `${heading}\n### Added\n\n- Bells.\n`);
  expect(notesOf(release(text, '999.0.0', '2026-03-01'), '999.0.0')).toContain('### ');
});
