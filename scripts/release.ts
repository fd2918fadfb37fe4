// Prepares the release of the version in the contract's info.version. With --job-output, prints only this version, in the
// format of a job output.
import { readVersion } from './compatibility/compare.ts';
import { findOasdiff } from './compatibility/oasdiff.ts';
import { prepareRelease } from './release/prepare.ts';
import { readArguments } from './tools/arguments.ts';

const root = new URL('../', import.meta.url);

const usage =
  'npm run release -- [--job-output]\n  --job-output  only print the version of the contract, as version=X.Y.Z';
const { values } = readArguments(usage, {
  options: { 'job-output': { type: 'boolean', default: false } },
});

try {
  if (values['job-output']) {
    console.log(`version=${await readVersion(new URL('openapi.yaml', root))}`);
  } else {
    const version = await prepareRelease(root, findOasdiff, new Date().toISOString().slice(0, 10));
    console.log(
      `Prepared ${version}. Run \`npm run freeze\` if this is a new major version. ` +
        'Then commit the changelog, the package files and contracts/ together.',
    );
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
