// Python packages, in virtual environments that remain after the tests: one is created for each version of a package.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/** The directory of the package's programs, or why it could not be installed. */
export type Python = { readonly programs: string } | { readonly missing: string };

/** Installs a package, `name==version`, if it is not there yet. */
export async function installPythonPackage(specifier: string): Promise<Python> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'task-manager-api', specifier.replace('==', '-'));
  const programs = join(folder, 'bin');
  // Written last, so that an incomplete directory is created again after an interruption.
  const complete = join(folder, 'complete');
  if ((await readFile(complete, 'utf8').catch(() => '')) === specifier) return { programs };

  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['python3', '-m', 'venv', folder],
    [join(programs, 'pip'), 'install', '--quiet', '--retries', '1', '--timeout', '10', specifier],
  ];
  for (const [command, ...args] of steps) {
    const { code, output } = await runProgram(command, args);
    if (code !== 0) return { missing: output.trim().split('\n').at(-1) ?? `${command} failed` };
  }
  await writeFile(complete, specifier);
  return { programs };
}
