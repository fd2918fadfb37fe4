// Python packages, in virtual environments that remain after the tests: one is created for each version of a package.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/** The directory of the package's programs, or why it could not be installed. */
export type Python = { readonly programs: string } | { readonly missing: string };

/**
 * Installs a package, `name==version`, if it is not there yet. Other processes can install the same package at the same
 * time, and find it only after it is complete.
 */
export async function installPythonPackage(specifier: string): Promise<Python> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const packages = join(cache, 'task-manager-api', 'python');
  const installed = join(packages, specifier.replace('==', '-'));
  const programs = join(installed, 'bin');
  if (existsSync(programs)) return { programs };

  await mkdir(packages, { recursive: true });
  const folder = await mkdtemp(`${installed}-`);
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['python3', '-m', 'venv', folder],
    [join(folder, 'bin', 'pip'), 'install', '--quiet', '--retries', '1', '--timeout', '10', specifier],
  ];
  for (const [command, ...args] of steps) {
    const { code, output } = await runProgram(command, args);
    if (code === 0) continue;
    await rm(folder, { recursive: true });
    return { missing: output.trim().split('\n').at(-1) ?? `${command} failed` };
  }
  // The programs of a virtual environment contain its path, so its directory must not be renamed. Instead, a link to the
  // directory is renamed.
  const link = `${folder}.link`;
  await symlink(folder, link);
  await rename(link, installed);
  return { programs };
}
