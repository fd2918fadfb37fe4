// Finds or installs the tools that generators need: Python packages, Java, Go, and npm packages that the project does not
// depend on.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../../../scripts/tools/find-program.ts';
import { installPythonPackage } from './python-packages.ts';
import { runProgram } from './run-program.ts';

/** The locations of a recipe's programs and packages. */
export interface Tools {
  readonly path?: readonly string[];
  /** The `node_modules` to use instead of the project's. */
  readonly modules?: string;
}

/** The reason why a generator cannot run here. */
export interface Missing {
  readonly missing: string;
}

/** Requires that the named programs are on the PATH. */
export async function requirePrograms(...names: string[]): Promise<Tools | Missing> {
  for (const name of names) {
    if ((await findProgram(name, process.env)) === undefined)
      return { missing: `${name} is not on the PATH` };
  }
  return {};
}

/** The programs of a Python package, `name==version`. */
export async function pythonTools(specifier: string): Promise<Tools | Missing> {
  const python = await installPythonPackage(specifier);
  return 'missing' in python ? python : { path: [python.programs] };
}

/** Installs the packages of a directory with a package-lock.json. */
export async function installNpm(folder: string): Promise<Tools | Missing> {
  const modules = join(folder, 'node_modules');
  const lock = await readFile(join(folder, 'package-lock.json'), 'utf8');
  const complete = join(modules, '.complete.json');
  if ((await readFile(complete, 'utf8').catch(() => '')) === lock) return { modules };
  // npm's environment variables refer to this project, and the directory contains a different one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
  );
  const { code, output } = await runProgram(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    folder,
    env,
  );
  if (code !== 0) return { missing: `npm ci failed: ${output.trim().split('\n')[0] ?? ''}` };
  await writeFile(complete, lock);
  return { modules };
}
