// Tests the annotations of breaking changes that the workflow prints for GitHub.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { findOasdiff } from '../../scripts/compatibility/oasdiff.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const oasdiff = await findOasdiff();
const testWithOasdiff = 'missing' in oasdiff ? test.skip : test;

afterAll(removeTemporaryFolders);

testWithOasdiff('annotates a removed operation, but nothing in an unchanged contract', async () => {
  const now = await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8');
  const bells =
    "\n  /bells:\n    get: { operationId: listBells, responses: { '204': { description: None. } } }";
  const base = join(temporaryFolder(), 'base.yaml');
  const annotate = () =>
    spawnSync(process.execPath, ['scripts/compatibility/annotate.ts', base], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      encoding: 'utf8',
    });

  await writeFile(base, now);
  expect(annotate()).toMatchObject({ status: 0, stdout: '\n' });
  await writeFile(
    base,
    now.replace(/^paths:$/m, (paths) => paths + bells),
  );
  const { status, stdout } = annotate();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^::error title=api-path-removed.*,file=openapi.yaml::.*\/bells/);
});
