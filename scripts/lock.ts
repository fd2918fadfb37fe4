// Corrects package-lock.json after `npm install`. With --check, writes nothing and fails instead.
//
// better-sqlite3 ships its native addon prebuilt and declares `"gypfile": false`. npm omits this field from the lock file, so
// npm 10 runs node-gyp in `npm ci`, which fails without Python. The field `resolved` would tie the project to one registry.
import { readFile, writeFile } from 'node:fs/promises';
import { readArguments } from './tools/arguments.ts';

const { check } = readArguments(
  'npm run lock -- [--check]\n  --check  only check that package-lock.json needs no corrections, and write nothing',
  {
    options: { check: { type: 'boolean', default: false } },
  },
).values;

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
} else if (check) {
  console.error('package-lock.json needs corrections. Run `npm run lock` and commit the result.');
  process.exitCode = 1;
} else {
  await writeFile(file, corrected);
  console.log('Corrected package-lock.json.');
}
