// Moves many tasks from SQLite to PostgreSQL and back with the commands that operators use, and shows that they are the
// same tasks, whatever their number in the same memory (`npm run check:transfer`; `-- --tasks 1000000` for more of them).
// A million take minutes to make; `--folder` keeps them for the next time, and for `npm run check:scale`.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { databaseOf } from '../scale/data.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { HEAP_MIB, move } from './transfer.ts';
import type { Moved } from './transfer.ts';

/** More than the commands need with such a heap, for any number of tasks. */
const MOST_MIB = 256;

const usage =
  'npm run check:transfer -- [--tasks N] [--folder FOLDER]\n' +
  '  --tasks   how many are moved (60000)\n' +
  '  --folder  keeps the database that they are moved from for the next time';

const { values } = readArguments(usage, {
  options: { tasks: { type: 'string', default: '60000' }, folder: { type: 'string' } },
});
const tasks = Number(values.tasks);
if (!Number.isSafeInteger(tasks) || tasks < 5) throw new Error('--tasks is a whole number from 5 on');
const folder = mkdtempSync(join(tmpdir(), 'moving-'));
const kept = values.folder ?? folder;
mkdirSync(kept, { recursive: true });

// As it is in production: what is acknowledged is on the disk.
const postgres = await startCluster({ settings: [] });
try {
  await run();
} finally {
  await postgres.remove();
  rmSync(folder, { recursive: true });
}

async function run(): Promise<void> {
  const startedAt = performance.now();
  await (await databaseOf(tasks, kept)).close();
  console.log(
    `${tasks} tasks in SQLite after ${seconds(performance.now() - startedAt)} s, ` +
      `${availableParallelism()} processors, a heap of ${HEAP_MIB} MiB\n`,
  );

  const [source, target] = [`sqlite:${join(kept, `${tasks}-tasks.db`)}`, `sqlite:${join(folder, 'back.db')}`];
  const steps: readonly [name: string, 'export' | 'import', url: string, file: string][] = [
    ['export from SQLite', 'export', source, 'first.ndjson'],
    ['import into PostgreSQL', 'import', postgres.url, 'first.ndjson'],
    ['export from PostgreSQL', 'export', postgres.url, 'second.ndjson'],
    ['import into SQLite', 'import', target, 'second.ndjson'],
    ['export from SQLite again', 'export', target, 'third.ndjson'],
  ];
  const faults: string[] = [];
  let first: Moved | undefined;
  console.log(line('', 's', 'µs a task', 'MiB'));
  for (const [name, command, url, file] of steps) {
    const moved = await move(command, url, join(folder, file));
    console.log(line(name, seconds(moved.ms), ((1000 * moved.ms) / tasks).toFixed(0), String(moved.peakMib)));
    first ??= moved;
    if (moved.count !== tasks) faults.push(`${name}: there were ${moved.count} tasks`);
    if (moved.sha256 !== first.sha256) faults.push(`${name}: the tasks are not the same`);
    if (moved.peakMib > MOST_MIB) faults.push(`${name}: it took more than ${MOST_MIB} MiB of memory`);
  }
  for (const fault of faults) console.error(`  - ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`\nThe same ${tasks} tasks three times, sha256 ${first?.sha256 ?? ''}`);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

function line(name: string, ...columns: string[]): string {
  return name.padEnd(28) + columns.map((column) => column.padStart(12)).join('');
}
