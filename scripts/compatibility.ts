// Compares openapi.yaml with the last released contract and checks the dates of its deprecations. With --release, stores
// the contract as a release.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { JSON_SCHEMA, load } from 'js-yaml';
import type { JsonObject } from '../src/contract/reference.ts';
import { compareContract, readVersion } from './compatibility/compare.ts';
import { deprecationErrors } from './compatibility/deprecations.ts';
import { findOasdiff } from './compatibility/oasdiff.ts';
import { storeRelease, readReleases } from './compatibility/releases.ts';
import { readArguments } from './tools/arguments.ts';

const root = new URL('../', import.meta.url);
const contract = new URL('openapi.yaml', root);
const usage =
  'npm run compatibility -- [--release]\n  --release  store the contract as a release if it passes';
const { values } = readArguments(usage, { options: { release: { type: 'boolean', default: false } } });

const errors = deprecationErrors(
  load(await readFile(contract, 'utf8'), { schema: JSON_SCHEMA }) as JsonObject,
);
const version = await readVersion(contract);
const { result, message, report } = await compareContract(
  root,
  findOasdiff,
  values.release ? version : undefined,
);

const page = new URL('coverage/contract-changes.md', root);
await mkdir(new URL('.', page), { recursive: true });
await writeFile(page, report);
console.log(report);
if (result === 'failed') console.error(message);
for (const error of errors) console.error(error);
if (result === 'failed' || errors.length > 0) process.exitCode = 1;
else if (values.release) await release();

/** Stores the contract as a release. Fails if the version has already been released or the comparison was skipped. */
async function release(): Promise<void> {
  const isReleased = (await readReleases(root)).some(({ name }) => name === version);
  if (isReleased || result === 'skipped') {
    console.error(
      isReleased
        ? `${version} has already been released. Raise info.version in openapi.yaml.`
        : 'The release was not stored, because the comparison was skipped.',
    );
    process.exitCode = 1;
  } else
    console.log(
      `Stored the release as ${await storeRelease(root, version)}. Commit the file together with the changelog.`,
    );
}
