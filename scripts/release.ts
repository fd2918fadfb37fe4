// Makes what is here a release of the contract's info.version. With --version it only says which that is, in the form
// of a job's outputs.
import { parseArgs } from 'node:util';
import { readVersion } from './compatibility/compare.ts';
import { findOasdiff } from './compatibility/oasdiff.ts';
import { prepareRelease } from './release/prepare.ts';

const root = new URL('../', import.meta.url);

try {
  const { values } = parseArgs({ options: { version: { type: 'boolean', default: false } } });
  if (values.version) {
    console.log(`version=${await readVersion(new URL('openapi.yaml', root))}`);
  } else {
    const version = await prepareRelease(root, findOasdiff, new Date().toISOString().slice(0, 10));
    console.log(
      `This is ${version} now: commit the changelog, the packages and contracts/${version}.yaml together.`,
    );
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
