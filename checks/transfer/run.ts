// Transfers many tasks from SQLite to PostgreSQL and back with the commands export and import, and checks that they are
// unchanged and that the memory use does not depend on their number (`npm run check:transfer`, `-- --tasks 1000000`).
// Creating a million tasks takes minutes. `--directory` stores them for the next run and for `npm run check:scale`.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { databaseOf } from '../scale/data.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { HEAP_MIB, transfer } from './transfer.ts';
import type { Transfer } from './transfer.ts';

/** The maximum memory of a command. With the heap limit of transfer.ts, a command stays below it for any number of tasks. */
const MAX_MIB = 256;

const usage =
  'npm run check:transfer -- [--tasks N] [--directory DIRECTORY]\n' +
  '  --tasks   number of tasks (default 60000)\n' +
  '  --directory  directory in which the source database is stored for the next run';

const { values } = readArguments(usage, {
  options: { tasks: { type: 'string', default: '60000' }, directory: { type: 'string' } },
});
const tasks = Number(values.tasks);
if (!Number.isSafeInteger(tasks) || tasks < 5) throw new Error('--tasks must be an integer of at least 5');
const folder = mkdtempSync(join(tmpdir(), 'transfer-'));
const kept = values.directory ?? folder;
mkdirSync(kept, { recursive: true });

// Uses the production settings: a write is on the disk before it is acknowledged.
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
  const failures: string[] = [];
  let first: Transfer | undefined;
  console.log(line('', 's', 'µs per task', 'MiB'));
  for (const [name, command, url, file] of steps) {
    const result = await transfer(command, url, join(folder, file));
    console.log(
      line(name, seconds(result.ms), ((1000 * result.ms) / tasks).toFixed(0), String(result.peakMib)),
    );
    first ??= result;
    if (result.count !== tasks) failures.push(`${name}: ${result.count} tasks instead of ${tasks}`);
    if (result.sha256 !== first.sha256) failures.push(`${name}: the tasks differ`);
    if (result.peakMib > MAX_MIB) failures.push(`${name}: peak memory above ${MAX_MIB} MiB`);
  }
  for (const failure of failures) console.error(`  - ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
  else console.log(`\nThe three exports contain the same ${tasks} tasks, sha256 ${first?.sha256 ?? ''}`);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

function line(name: string, ...columns: string[]): string {
  return name.padEnd(28) + columns.map((column) => column.padStart(12)).join('');
}
