// Assembles the files of the image: the program, its contract, and the runtime files of its packages. Called by the
// Dockerfile: node container/assemble.ts DIRECTORY
import { cpSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDescription, isNeeded } from './package-files.ts';
import { runtimePackages } from './packages.ts';
import type { Lock } from './packages.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The files of the project that the service reads. */
export const program = [
  'CHANGELOG.md',
  'LICENSE',
  'docs',
  'generated/tasks.http',
  'openapi.yaml',
  'package.json',
  'src',
];

/** Type declarations, compiler settings, and the screenshot of the README, which are not needed at run time. */
const excluded = /(?:\.d\.ts|\/tsconfig\.json|^docs\/images\/[^/]+\.png)$/;

/** Copies the program and its packages into a directory. */
export function assemble(folder: string, platform = `${process.platform}-${process.arch}`): void {
  for (const name of program) {
    const filter = (source: string) => !excluded.test(relative(root, source));
    cpSync(join(root, name), join(folder, name), { recursive: true, filter });
  }
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  for (const path of runtimePackages(lock)) copyPackage(path, folder, platform);
}

function copyPackage(packagePath: string, folder: string, platform: string): void {
  const name = packagePath.slice(packagePath.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const files = filesOf(join(root, packagePath)).filter((path) => isNeeded(name, path, platform));
  // Skips packages that contain only types.
  if (files.every(isDescription)) return;
  for (const path of files) {
    const target = join(folder, packagePath, path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, packagePath, path), target);
  }
}

/** The files of a package, without its nested packages. */
function filesOf(folder: string): string[] {
  return globSync('**/*', { cwd: folder, exclude: ['**/node_modules'], withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

const [, script, folder] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  if (folder === undefined) throw new Error('Usage: node container/assemble.ts DIRECTORY');
  assemble(folder);
}
