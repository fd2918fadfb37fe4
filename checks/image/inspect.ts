// Runs inside the container with the image's Node, because the image has no shell. Prints its findings as JSON.
import { accessSync, constants, lstatSync, readdirSync } from 'node:fs';
import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { join } from 'node:path';

const found = {
  uid: process.getuid?.() ?? 0,
  /** The total size of all files. */
  bytes: 0,
  commands: [] as string[],
  program: [] as string[],
  /** The files of the program and of the base image that the container's user can change. */
  writable: [] as string[],
  /** The number of modules in the compile cache. */
  compiled: 0,
};

export type ImageContent = Readonly<typeof found>;

const outsideTheImage = new Set(['/proc', '/sys', '/dev', '/data', '/tmp']);

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function visit(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return; // This user cannot read the directory.
  }
  for (const name of names) {
    const path = join(folder, name);
    const stats = lstatSync(path);
    if (stats.isDirectory() && !outsideTheImage.has(path)) visit(path);
    if (/^\/(?:app|usr)\//.test(path) && !stats.isSymbolicLink() && isWritable(path))
      found.writable.push(path);
    if (!stats.isFile()) continue;
    found.bytes += stats.size;
    if (/\/s?bin$/.test(folder)) found.commands.push(name);
    if (path.startsWith('/app/')) found.program.push(path);
  }
}

visit('/');
enableCompileCache('/app/node_modules/.cache/compile');
const directory = getCompileCacheDir();
if (directory !== undefined) found.compiled = readdirSync(directory).length;
console.log(JSON.stringify(found));
