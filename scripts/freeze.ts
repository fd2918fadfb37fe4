// Generates clients from released contracts (npm run freeze). The tests run these clients against the current service.
// Generates the clients of each released version with a directory in contracts/clients/, unless the directory already
// contains them. Existing clients never change.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { installPythonPackage } from '../tests/contract/generators/python-packages.ts';
import { readReleases } from './compatibility/releases.ts';
import { generatePackage, generateTypes, pythonGenerator } from './freeze/clients.ts';
import { readArguments } from './tools/arguments.ts';

readArguments(
  'npm run freeze -- [--help | --version]\n  generates clients from released contracts and stores them in contracts/clients/',
  {},
);

const root = new URL('../', import.meta.url);
const versions = new Set(await readdir(new URL('contracts/clients/', root)));
for (const { name, file } of (await readReleases(root)).filter(({ name }) => versions.has(name))) {
  const folder = fileURLToPath(new URL(`contracts/clients/${name}/`, root));
  if (existsSync(`${folder}openapi.ts`)) continue;
  const python = await installPythonPackage(pythonGenerator);
  if ('missing' in python) throw new Error(`${pythonGenerator} could not be installed: ${python.missing}`);
  await generatePackage(file, folder, python.programs);
  await generateTypes(file, folder);
  console.log(`Stored the clients of ${name}. Commit contracts/clients/${name}/ together with the release.`);
}
