// Python's packages, in a virtual environment that outlives the tests: it is made once for each version.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './run-program.ts';

/** Where its programs are, or why there are none. */
export type Python = { readonly programs: string } | { readonly missing: string };

/** Installs a package, `name==version`, if it is not there yet. */
export async function installPython(specifier: string): Promise<Python> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'task-manager-api', specifier.replace('==', '-'));
  const programs = join(folder, 'bin');
  // Written last, so that a folder that an interruption left half made is made again.
  const complete = join(folder, 'complete');
  if ((await readFile(complete, 'utf8').catch(() => '')) === specifier) return { programs };

  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['python3', '-m', 'venv', folder],
    [join(programs, 'pip'), 'install', '--quiet', '--retries', '1', '--timeout', '10', specifier],
  ];
  for (const [command, ...args] of steps) {
    const { code, output } = await run(command, args);
    if (code !== 0) return { missing: output.trim().split('\n').at(-1) ?? `${command} failed` };
  }
  await writeFile(complete, specifier);
  return { programs };
}
