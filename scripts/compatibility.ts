// Holds openapi.yaml to the last released contract, and its deprecations to dates. With --release, what passes is kept
// as the released contract of its version.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { JSON_SCHEMA, load } from 'js-yaml';
import type { JsonObject } from '../src/contract/reference.ts';
import { compareContract, readVersion } from './compatibility/compare.ts';
import { deprecationFaults } from './compatibility/deprecations.ts';
import { findOasdiff } from './compatibility/oasdiff.ts';
import { keepRelease, readReleases } from './compatibility/releases.ts';
import { readArguments } from './tools/arguments.ts';

const root = new URL('../', import.meta.url);
const contract = new URL('openapi.yaml', root);
const usage =
  'npm run compatibility -- [--release]\n  --release  keeps the contract as that of its version, when it passes';
const { values } = readArguments(usage, { options: { release: { type: 'boolean', default: false } } });

const faults = deprecationFaults(
  load(await readFile(contract, 'utf8'), { schema: JSON_SCHEMA }) as JsonObject,
);
const version = await readVersion(contract);
const { result, words, report } = await compareContract(
  root,
  findOasdiff,
  values.release ? version : undefined,
);

const page = new URL('coverage/contract-changes.md', root);
await mkdir(new URL('.', page), { recursive: true });
await writeFile(page, report);
console.log(report);
if (result === 'failed') console.error(words);
for (const fault of faults) console.error(fault);
if (result === 'failed' || faults.length > 0) process.exitCode = 1;
else if (values.release) await release();

/** A version is released once, and only after it was compared. */
async function release(): Promise<void> {
  const isKept = (await readReleases(root)).some(({ name }) => name === version);
  if (isKept || result === 'skipped') {
    console.error(
      isKept ? `${version} has been released. Raise info.version.` : 'Not released: it was not compared.',
    );
    process.exitCode = 1;
  } else
    console.log(`Kept as ${await keepRelease(root, version)}. Commit it with the changelog of the release.`);
}
