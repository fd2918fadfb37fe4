// Compares pairs of sample contracts in the same way as the project's own contracts.
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compareContract } from '../../../scripts/compatibility/compare.ts';
import type { Outcome } from '../../../scripts/compatibility/compare.ts';
import { changesBetween, findOasdiff } from '../../../scripts/compatibility/oasdiff.ts';
import { storeRelease, readReleases } from '../../../scripts/compatibility/releases.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder.ts';

const oasdiff = await findOasdiff();
const withOasdiff = 'missing' in oasdiff ? describe.skip : describe;
if ('missing' in oasdiff) console.warn(`Skipped the tests that require oasdiff: ${oasdiff.missing}.`);

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(removeTemporaryFolders);

/** A contract with this version, in which `changes` replaces lines. */
function contract(version: string, ...changes: readonly (readonly [string, string])[]): string {
  const text = `openapi: 3.1.1
info: { title: Bells, version: ${version} }
tags: [{ name: Bells }]
paths:
  /bells:
    get:
      operationId: listBells
      tags: [Bells]
      summary: List the bells
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100, default: 20 } }
        - { name: tone, in: query, schema: { type: string, pattern: '^[a-z]+$' } }
      responses:
        '200':
          description: Bells.
          headers:
            Link: { schema: { type: string } }
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: { type: array, items: { type: string } }
                  note: { type: string }
  /bells/count:
    get:
      operationId: countBells
      responses:
        '204': { description: None. }
`;
  return changes.reduce((now, [before, after]) => {
    expect(now).toContain(before);
    return now.replace(before, () => after);
  }, text);
}

/** Compares a contract with released contracts. */
async function compare(
  now: string,
  released: Readonly<Record<string, string>>,
  changelog = '',
): Promise<Outcome> {
  const root = await repository(now, released, changelog);
  return compareContract(root, () => Promise.resolve(oasdiff));
}

async function repository(
  now: string,
  released: Readonly<Record<string, string>>,
  changelog = '',
): Promise<URL> {
  const root = temporaryFolder();
  await mkdir(join(root, 'contracts'));
  for (const file of ['oasdiff.yaml', 'severity-levels.txt', 'accepted.txt'])
    await cp(new URL(`../../../contracts/${file}`, import.meta.url), join(root, 'contracts', file));
  await writeFile(join(root, 'openapi.yaml'), now);
  await writeFile(join(root, 'CHANGELOG.md'), changelog);
  for (const [version, text] of Object.entries(released))
    await writeFile(join(root, 'contracts', `${version}.yaml`), text);
  return pathToFileURL(`${root}/`);
}

const lowerLimit = ['maximum: 100', 'maximum: 50'] as const;
const higherLimit = ['maximum: 100', 'maximum: 200'] as const;

withOasdiff('a breaking change', () => {
  const released = { '1.2.0': contract('1.2.0') };

  test.each(['1.2.0', '1.2.1', '1.3.0'])('is rejected in version %s, with a remedy', async (version) => {
    const { result, message } = await compare(contract(version, lowerLimit), released);
    expect(result).toBe('failed');
    expect(message).toContain(
      `These changes break clients of 1.2.0, so they need a new major version, but openapi.yaml is at ${version}`,
    );
    expect(message).toMatch(/✗ GET \/bells .*`limit`.*`100\.00` to `50\.00`/);
    expect(message).toContain('raise info.version in openapi.yaml to 2.0.0');
  });

  test('is accepted in a new major version, and reported', async () => {
    const { result, report } = await compare(contract('2.0.0', lowerLimit), released);
    expect(result).toBe('passed');
    expect(report).toMatch(/^# Changes to the contract since 1\.2\.0\n/);
    expect(report).toContain('require a new major version, and 2.0.0 is one');
    expect(report).toMatch(/## Breaking changes\n\n### GET \/bells\n\n- .*`limit`/);
  });

  test.each<[string, string, string]>([
    ['a removed operation', '/bells/count:', '/chimes:'],
    ['a renamed operation, whose name is part of generated clients', 'countBells', 'bellCount'],
    ['a removed header', 'Link: {', 'X-New: {'],
    ['a removed optional field', '\n                  note: { type: string }', ''],
    ['a pattern that may reject formerly valid values', "'^[a-z]+$'", "'^[a-z0-9]+$'"],
    ['a parameter that becomes required', 'name: tone, in: query,', 'name: tone, in: query, required: true,'],
  ])('is reported for %s', async (_what, before, after) => {
    const { result, message } = await compare(contract('1.3.0', [before, after]), released);
    expect([result, message]).toEqual(['failed', expect.stringContaining('break clients of 1.2.0')]);
  });

  test('is accepted if contracts/accepted.txt lists it', async () => {
    const now = contract('1.3.0', ["'^[a-z]+$'", "'^[a-z0-9]+$'"]);
    const root = await repository(now, released);
    const { message } = await compareContract(root, () => Promise.resolve(oasdiff));
    await writeFile(new URL('contracts/accepted.txt', root), /(?<=✗ ).*/.exec(message)![0]);
    expect(await compareContract(root, () => Promise.resolve(oasdiff))).toMatchObject({ result: 'passed' });
  });
});

withOasdiff('an addition', () => {
  const released = { '1.2.0': contract('1.2.0') };

  test.each(['1.2.0', '1.2.1'])('is rejected in version %s, with a remedy', async (version) => {
    const { result, message } = await compare(contract(version, higherLimit), released);
    expect(result).toBe('failed');
    expect(message).toContain(
      `These changes since 1.2.0 need a new minor version, but openapi.yaml is at ${version}`,
    );
    expect(message).toContain('Raise info.version in openapi.yaml to 1.3.0');
  });

  test.each(['1.3.0', '1.4.1', '2.0.0', '1.3.0-rc.1'])('is accepted in version %s', async (version) => {
    const { result, report } = await compare(contract(version, higherLimit), released);
    expect(result).toBe('passed');
    expect(report).toMatch(/## Additions\n\n### GET \/bells\n\n- /);
    expect(report).not.toContain('Breaking changes');
  });

  test('can be a deprecation, which is reported', async () => {
    const marked = "deprecated: true\n      x-deprecated-at: '2026-01-01'\n      x-sunset: '2099-01-01'";
    const now = contract('1.3.0', ['operationId: countBells', `operationId: countBells\n      ${marked}`]);
    const { result, report } = await compare(now, released);
    expect([result, report]).toEqual([
      'passed',
      expect.stringContaining('### GET /bells/count\n\n- endpoint deprecated'),
    ]);
  });
});

withOasdiff('a removal after the sunset', () => {
  test('is compatible', async () => {
    const marked = "deprecated: true\n      x-deprecated-at: '2020-01-01'\n      x-sunset: '2021-01-01'";
    const before = contract('1.2.0', ['operationId: countBells', `operationId: countBells\n      ${marked}`]);
    const now = before.slice(0, before.indexOf('  /bells/count')).replace('1.2.0', '1.3.0');
    expect(await compare(now, { '1.2.0': before })).toMatchObject({ result: 'passed' });
  });
});

withOasdiff('a change to summaries, titles, tags and examples', () => {
  test('requires no new version', async () => {
    const now = contract(
      '1.2.0',
      ['summary: List the bells', 'summary: Which bells there are'],
      ['title: Bells', 'title: "Bells, and more bells"'],
      ['tags: [Bells]', 'tags: [Sounds]'],
      [
        'content:\n            application/json:',
        'content:\n            application/json:\n              example: { items: [ding] }',
      ],
    );
    const { result, report } = await compare(now, { '1.2.0': contract('1.2.0') });
    expect(result).toBe('passed');
    expect(report).toContain('No changes are visible to clients.');
  });
});

withOasdiff('the version', () => {
  test('is compared with the release that has the highest version number', async () => {
    const released = { '1.9.0': contract('1.9.0', lowerLimit), '1.10.0': contract('1.10.0') };
    const { result, report } = await compare(contract('1.10.0'), released);
    expect([result, report]).toEqual(['passed', expect.stringContaining('since 1.10.0')]);
  });

  test('is rejected if it is lower than a released version', async () => {
    const { result, message } = await compare(contract('1.1.0'), { '1.2.0': contract('1.2.0') });
    expect([result, message]).toEqual(['failed', expect.stringContaining('1.2.0 has already been released')]);
  });

  test('is rejected if it is not a semantic version', async () => {
    const now = compare(contract('next'), { '1.2.0': contract('1.2.0') });
    await expect(now).rejects.toThrow('"next" is not a semantic version');
  });
});

withOasdiff('the history', () => {
  test('lists the changes of each release, newest first', async () => {
    const first = contract('1.0.0');
    const second = contract('1.1.0', higherLimit);
    const third = contract('2.0.0', lowerLimit);
    const { report } = await compare(third, { '1.0.0': first, '1.1.0': second, '2.0.0': third });
    expect(report).toContain('since 2.0.0');
    expect(report).toMatch(
      /## Version 2\.0\.0, since 1\.1\.0\n\n- \*\*breaking:\*\* GET \/bells .*\n\n## Version 1\.1\.0, since 1\.0\.0\n\n- GET/,
    );
  });
});

withOasdiff('oasdiff', () => {
  test('names the file that it cannot read', async () => {
    const root = await repository('openapi: 3.1.1\npaths: [', { '1.0.0': contract('1.0.0') });
    const [before, now, config] = ['contracts/1.0.0.yaml', 'openapi.yaml', 'contracts/oasdiff.yaml'];
    const files = [before, now, config].map((file) => new URL(file, root)) as [URL, URL, URL];
    const read = changesBetween('command' in oasdiff ? oasdiff.command : '', ...files);
    await expect(read).rejects.toThrow(/openapi\.yaml/);
  });
});

describe('without a comparison', () => {
  const never = () => Promise.reject(new Error('oasdiff is not required here'));

  test('accepts the first release', async () => {
    const outcome = await compareContract(await repository(contract('1.0.0'), {}, '## [Unreleased]'), never);
    expect(outcome).toMatchObject({
      result: 'passed',
      report: expect.stringContaining('Nothing has been released yet'),
    });
  });

  test('rejects a version in the changelog without a stored contract', async () => {
    const root = await repository(contract('1.0.0'), {}, '## [Unreleased]\n\n## [1.0.0] - 2026-03-01');
    expect(await compareContract(root, never)).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('npm run compatibility -- --release'),
    });
    expect(await compareContract(root, never, '1.0.0')).toMatchObject({ result: 'passed' });
    await storeRelease(root, '1.0.0');
    expect((await readReleases(root)).map(({ name }) => name)).toEqual(['1.0.0']);
    expect(await readFile(new URL('contracts/1.0.0.yaml', root), 'utf8')).toBe(contract('1.0.0'));
  });

  test('skips the comparison without oasdiff and Go', async () => {
    const cache = join(folder, 'none');
    const root = await repository(contract('1.3.0', lowerLimit), { '1.2.0': contract('1.2.0') });
    const outcome = await compareContract(root, () => findOasdiff({ cache, env: { PATH: '' } }));
    expect(outcome).toMatchObject({
      result: 'skipped',
      message: 'Skipped the comparison with 1.2.0: neither oasdiff nor go is on the PATH.',
    });
    await expect(readdir(cache)).rejects.toThrow('ENOENT');
  });
});
