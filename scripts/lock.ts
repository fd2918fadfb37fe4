// Puts right in package-lock.json what `npm install` leaves wrong; with --check it writes nothing and fails instead.
//
// better-sqlite3 brings its native addon prebuilt, and says so with `"gypfile": false`. npm drops that from the lock
// file, and npm 10, which Node 20 brings, then runs node-gyp at `npm ci`, and fails where there is no Python.
// `resolved` would tie the project to the registry that somebody happened to install from.
import { readFile, writeFile } from 'node:fs/promises';

interface LockFile {
  packages: Record<string, { resolved?: string; gypfile?: boolean; link?: boolean }>;
}

const file = new URL('../package-lock.json', import.meta.url);
const current = await readFile(file, 'utf8');
const lock = JSON.parse(current) as LockFile;

for (const [path, entry] of Object.entries(lock.packages)) {
  if (entry.link !== true) delete entry.resolved;
  if (path === 'node_modules/better-sqlite3') entry.gypfile = false;
}
const corrected = `${JSON.stringify(lock, null, 2)}\n`;

if (corrected === current) {
  console.log('package-lock.json is as it should be.');
} else if (process.argv.includes('--check')) {
  console.error('package-lock.json: npm changed it. Run `npm run lock` and commit the result.');
  process.exitCode = 1;
} else {
  await writeFile(file, corrected);
  console.log('Corrected: package-lock.json');
}
