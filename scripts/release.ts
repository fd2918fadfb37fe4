// Makes what is here a release of the contract's info.version. With --version it only says which that is, in the form
// of a job's outputs.
import { readVersion } from './compatibility/compare.ts';
import { findOasdiff } from './compatibility/oasdiff.ts';
import { prepareRelease } from './release/prepare.ts';
import { readArguments } from './tools/arguments.ts';

const root = new URL('../', import.meta.url);

const usage = 'npm run release -- [--version]\n  --version  only says which version that would be';
const { values } = readArguments(usage, { options: { version: { type: 'boolean', default: false } } });

try {
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
