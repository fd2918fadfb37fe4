import { readFile, writeFile } from 'node:fs/promises';
import { compareContract, readVersion } from '../compatibility/compare.ts';
import type { Oasdiff } from '../compatibility/oasdiff.ts';
import { keepRelease, readReleases } from '../compatibility/releases.ts';
import { release } from './changelog.ts';
import { setVersions } from './packages.ts';

/**
 * Makes the repository at `root` a release of its contract's `info.version`: the contract is kept, the changelog and
 * the packages have the version. Throws with what speaks against it, and then nothing was written.
 */
export async function prepareRelease(
  root: URL,
  findOasdiff: () => Promise<Oasdiff>,
  day: string,
): Promise<string> {
  const version = await readVersion(new URL('openapi.yaml', root));
  if ((await readReleases(root)).some(({ name }) => name === version))
    throw new Error(`${version} has been released. Raise info.version in openapi.yaml.`);
  const { result, words } = await compareContract(root, findOasdiff, version);
  if (result !== 'passed') throw new Error(words);

  const file = new URL('CHANGELOG.md', root);
  const changelog = release(await readFile(file, 'utf8'), version, day);
  await writeFile(file, changelog);
  await setVersions(root, version);
  await keepRelease(root, version);
  return version;
}
