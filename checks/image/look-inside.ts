// Runs in the container, on its own Node, since there is no shell to look around with. Prints what it finds as JSON.
import { accessSync, constants, lstatSync, readdirSync } from 'node:fs';
import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { join } from 'node:path';

const found = {
  uid: process.getuid?.() ?? 0,
  /** The size of all files. */
  bytes: 0,
  commands: [] as string[],
  program: [] as string[],
  /** What its user could change of the program and the base. */
  writable: [] as string[],
  /** How many modules are compiled for this user, on this processor. */
  compiled: 0,
};

/** What this script prints. */
export type Inside = Readonly<typeof found>;

const notOfTheImage = new Set(['/proc', '/sys', '/dev', '/data', '/tmp']);

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function look(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return; // closed to this user, and so is what is in it
  }
  for (const name of names) {
    const path = join(folder, name);
    const stats = lstatSync(path);
    if (stats.isDirectory() && !notOfTheImage.has(path)) look(path);
    if (/^\/(?:app|usr)\//.test(path) && !stats.isSymbolicLink() && isWritable(path))
      found.writable.push(path);
    if (!stats.isFile()) continue;
    found.bytes += stats.size;
    if (/\/s?bin$/.test(folder)) found.commands.push(name);
    if (path.startsWith('/app/')) found.program.push(path);
  }
}

look('/');
enableCompileCache('/app/node_modules/.cache/compile');
const directory = getCompileCacheDir();
if (directory !== undefined) found.compiled = readdirSync(directory).length;
console.log(JSON.stringify(found));
