// The clients of earlier versions work with the current service (contracts/clients/README.md).
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readReleases } from '../../scripts/compatibility/releases.ts';
import { generatePackage, generateTypes, pythonGenerator } from '../../scripts/freeze/clients.ts';
import { useServer } from '../support/use-server.ts';
import { installPythonPackage } from './generators/python-packages.ts';
import { runProgram } from './generators/run-program.ts';
import { programOf } from './generators/recipe-folder.ts';
import { scaled } from '../support/timeouts.js';

const root = new URL('../../', import.meta.url);
const clients = new URL('contracts/clients/', root);
const folders = await readdir(clients, { withFileTypes: true });
const versions = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);

// Runs before Jest collects the tests, because the outcome decides which tests are skipped.
const python = await installPythonPackage(pythonGenerator);
const why = 'missing' in python ? `; skipped: ${python.missing}` : '';
if (why !== '') console.warn(`${pythonGenerator}${why}`);

const compilerOptions = {
  ...{ strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
  ...{ module: 'nodenext', allowImportingTsExtensions: true },
};

/** The output of each suite. */
const expected = `created: Water the plants pending high home
repeated: true
pages: Water the plants Feed the cat null
found: 1
unchanged: 304
changed: completed true
stale: 412 urn:problem-type:task-manager-api:precondition-failed
refused: 422 /title
anonymous: 401
summary: 2 1 1
gone: 404 urn:problem-type:task-manager-api:task-not-found
`;

const { server } = useServer();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frozen-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Copies the clients of a version, generates those that are missing, and runs a suite. */
async function runSuite(version: string, program: string, file: 'suite.ts' | 'suite.py', user: string) {
  const kept = fileURLToPath(new URL(`${version}/`, clients));
  await cp(kept, folder, { recursive: true });
  await symlink(fileURLToPath(new URL('node_modules', root)), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const contract = new URL('openapi.yaml', root);
  if (file === 'suite.ts' && !existsSync(`${kept}openapi.ts`)) await generateTypes(contract, folder);
  if (file === 'suite.py' && !existsSync(`${kept}task_client`) && 'programs' in python)
    await generatePackage(contract, folder, python.programs);
  const env = [`SERVICE_URL=${server.url}`, `TOKEN=${await server.token(user)}`];
  return runProgram('env', [...env, 'PYTHONDONTWRITEBYTECODE=1', program, file], folder);
}

describe.each(versions)('the clients of %s', (version) => {
  test(
    'from openapi-typescript compile and work',
    async () => {
      const outcome = await runSuite(version, process.execPath, 'suite.ts', `typescript-${version}`);
      expect(outcome).toEqual({ code: 0, output: expected });
      await writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, include: ['suite.ts'] }),
      );
      const compiled = await runProgram(process.execPath, [
        await programOf('typescript'),
        '--project',
        folder,
      ]);
      expect(compiled).toEqual({ code: 0, output: '' });
    },
    scaled(60_000),
  );

  (why === '' ? test : test.skip)(
    `from openapi-python-client work${why}`,
    async () => {
      const program = 'programs' in python ? join(python.programs, 'python') : '';
      const outcome = await runSuite(version, program, 'suite.py', `python-${version}`);
      expect(outcome).toEqual({ code: 0, output: expected });
    },
    scaled(120_000),
  );
});

test('keeps the clients of the first release of each major version', async () => {
  const firsts = (await readReleases(root)).filter(({ version: [, minor, patch] }) => minor + patch === 0);
  for (const { name } of firsts)
    for (const file of ['openapi.ts', 'task_client', 'suite.ts', 'suite.py'])
      expect([name, file, existsSync(new URL(`${name}/${file}`, clients))]).toEqual([name, file, true]);
});
