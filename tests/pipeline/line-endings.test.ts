// A clone by Git for Windows, which converts line endings by default (core.autocrlf), has the same files as any other.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

afterAll(removeTemporaryFolders);

const root = join(import.meta.dirname, '../..');
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

test('preserves the line endings of every file in a clone on Windows', () => {
  const folder = temporaryFolder();
  git('-c', 'core.autocrlf=true', 'checkout-index', '--all', `--prefix=${folder}/`);
  const texts = git('ls-files', '-z', ':!*.png').split('\0').filter(Boolean);
  expect(texts.filter((file) => readFileSync(join(folder, file)).includes('\r\n'))).toEqual([]);
});
