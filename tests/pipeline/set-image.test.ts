// Runs the script that writes the image of a release for Argo CD.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const image = `ghcr.io/owner/tasks@sha256:${'0123456789abcdef'.repeat(4)}`;

afterEach(removeTemporaryFolders);

const setImage = (...args: readonly string[]) =>
  spawnSync(process.execPath, [path('scripts/pipeline/set-image.ts'), ...args], { encoding: 'utf8' });

/** A copy of the application. */
function application(): string {
  const file = join(temporaryFolder(), 'application.yaml');
  copyFileSync(path('deploy/argocd/application.yaml'), file);
  return file;
}

test('writes the digest of a release to the application of Argo CD, and changes nothing else', () => {
  const file = application();
  const before = readFileSync(file, 'utf8').split('\n');
  // The second release replaces a digest.
  for (const given of [image.replaceAll('0', 'f'), image]) expect(setImage(file, given).status).toBe(0);
  const after = readFileSync(file, 'utf8').split('\n');
  expect(after.filter((line, index) => line !== before[index])).toHaveLength(1);
  expect(load(after.join('\n'))).toMatchObject({
    spec: { source: { kustomize: { images: [`task-manager-api=${image}`] } } },
  });
});

test('refuses an image without a digest, and leaves the application unchanged', () => {
  const file = application();
  const before = readFileSync(file, 'utf8');
  const { status, stderr } = setImage(file, 'ghcr.io/owner/tasks:1.0.0');
  expect([status, stderr]).toEqual([2, expect.stringContaining('Expected an image with a digest')]);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('fails if the application has no entry for the image', () => {
  const file = application();
  writeFileSync(file, 'spec: {}\n');
  const { status, stderr } = setImage(file, image);
  expect([status, stderr]).toEqual([1, expect.stringContaining('has no entry')]);
});
