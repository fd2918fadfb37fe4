import { readFile, writeFile } from 'node:fs/promises';
import { compareContract, readVersion } from '../compatibility/compare.ts';
import type { Oasdiff } from '../compatibility/oasdiff.ts';
import { storeRelease, readReleases } from '../compatibility/releases.ts';
import { release } from './changelog.ts';
import { setVersions } from './packages.ts';

/**
 * Prepares a release of the contract's `info.version`: stores the contract and updates the changelogs and the packages.
 * If the release is not possible, throws before it writes anything.
 */
export async function prepareRelease(
  root: URL,
  findOasdiff: () => Promise<Oasdiff>,
  day: string,
): Promise<string> {
  const version = await readVersion(new URL('openapi.yaml', root));
  if ((await readReleases(root)).some(({ name }) => name === version))
    throw new Error(`${version} has already been released. Raise info.version in openapi.yaml.`);
  const { result, message } = await compareContract(root, findOasdiff, version);
  if (result !== 'passed') throw new Error(message);

  const file = new URL('CHANGELOG.md', root);
  const changelog = release(await readFile(file, 'utf8'), version, day);
  const ofClient = new URL('client/CHANGELOG.md', root);
  const unchanged = 'No changes, except for those of the contract.';
  const clientChangelog = release(await readFile(ofClient, 'utf8'), version, day, unchanged);
  await writeFile(file, changelog);
  await writeFile(ofClient, clientChangelog);
  await setVersions(root, version);
  await storeRelease(root, version);
  return version;
}
