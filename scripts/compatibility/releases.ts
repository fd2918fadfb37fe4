// The released contracts: contracts/<version>.yaml, one per release, never edited.
import { copyFile, readFile, readdir } from 'node:fs/promises';
import { compareVersions, parseVersion } from './version.ts';
import type { Version } from './version.ts';

export interface Release {
  readonly name: string;
  readonly version: Version;
  readonly file: URL;
}

const fileName = /^(\d+\.\d+\.\d+)\.ya?ml$/;

/** The released contracts of the repository at `root`, the oldest first. */
export async function readReleases(root: URL): Promise<Release[]> {
  const folder = new URL('contracts/', root);
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((file) => {
      const name = fileName.exec(file)?.[1];
      return name === undefined ? [] : [{ name, version: parseVersion(name), file: new URL(file, folder) }];
    })
    .sort((one, other) => compareVersions(one.version, other.version));
}

/** The versions that the changelog lists and contracts/ does not contain. */
export async function findMissingReleases(root: URL, releases: readonly Release[]): Promise<string[]> {
  const changelog = await readFile(new URL('CHANGELOG.md', root), 'utf8').catch(() => '');
  const released = [...changelog.matchAll(/^## \[?(\d+\.\d+\.\d+)\b/gm)].map(([, name = '']) => name);
  return released.filter((name) => !releases.some((release) => release.name === name));
}

/** Saves the contract under the given version and returns the path of the file. */
export async function storeRelease(root: URL, version: string): Promise<string> {
  const path = `contracts/${version}.yaml`;
  await copyFile(new URL('openapi.yaml', root), new URL(path, root));
  return path;
}
