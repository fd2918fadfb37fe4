// Puts together what the image holds of the project, at the same places as here: the program, its contract, and of
// its packages what a running service can need. Called by the Dockerfile: node container/assemble.ts FOLDER
import { cpSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDescription, isNeeded } from './contents.ts';
import { runtimePackages } from './packages.ts';
import type { Lock } from './packages.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What of the project itself the service reads. */
const program = ['LICENSE', 'openapi.yaml', 'package.json', 'src'];

/** Types for the compiler alone, and the builder of the static site. */
const notRun = /(?:\.d\.ts|\/tsconfig\.json)$|^src\/docs\/site(?:\/|$)/;

/** Copies the program and its packages into a folder, which is made where needed. */
export function assemble(folder: string, platform = `${process.platform}-${process.arch}`): void {
  for (const name of program) {
    const filter = (source: string) => !notRun.test(relative(root, source));
    cpSync(join(root, name), join(folder, name), { recursive: true, filter });
  }
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  for (const place of runtimePackages(lock)) copyPackage(place, folder, platform);
}

function copyPackage(place: string, folder: string, platform: string): void {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const files = filesOf(join(root, place)).filter((path) => isNeeded(name, path, platform));
  // Packages of types alone have nothing for Node.
  if (files.every(isDescription)) return;
  for (const path of files) {
    const target = join(folder, place, path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, place, path), target);
  }
}

/** The files of a package, without those of the packages within it. */
function filesOf(folder: string): string[] {
  return globSync('**/*', { cwd: folder, exclude: ['**/node_modules'], withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

const [, script, folder] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  if (folder === undefined) throw new Error('Say where: node container/assemble.ts FOLDER');
  assemble(folder);
}
