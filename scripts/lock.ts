// Corrects package-lock.json after `npm install`. With --check, writes nothing and fails instead.
//
// better-sqlite3 ships its native addon prebuilt and declares `"gypfile": false`. npm drops that from the lock file, and
// npm 10 then runs node-gyp at `npm ci`, which fails without Python. `resolved` would tie the project to a registry.
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
  console.log('package-lock.json is up to date.');
} else if (process.argv.includes('--check')) {
  console.error('package-lock.json requires corrections. Run `npm run lock` and commit the result.');
  process.exitCode = 1;
} else {
  await writeFile(file, corrected);
  console.log('Corrected: package-lock.json');
}
