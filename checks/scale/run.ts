// Checks that a page costs the same with a thousand tasks and with a million (`npm run check:scale`). Creating a million tasks
// takes minutes. If the argument names a directory, the databases are kept in it for the next run.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { MAX_RATIO, type Case, cases } from './cases.ts';
import { databaseOf } from './data.ts';
import { type Figures, measure } from './measure.ts';
import { repositoryTarget } from './target.ts';

const SMALL = 1000;
const LARGE = 1_000_000;

const usage =
  'npm run check:scale -- [DIRECTORY]\n  DIRECTORY  directory in which the databases are stored for the next run';
const [kept] = readArguments(usage, { allowPositionals: true }).positionals;
const folder = kept ?? mkdtempSync(join(tmpdir(), 'scale-'));
mkdirSync(folder, { recursive: true });

try {
  const start = performance.now();
  const small = await databaseOf(SMALL, folder);
  const large = await databaseOf(LARGE, folder);
  const seconds = Math.round((performance.now() - start) / 1000);
  const sizeBytes = large.measurements['database_size_bytes']?.read() ?? 0;
  console.log(`${LARGE} tasks, ${Math.round(sizeBytes / 1e6)} MB, ready after ${seconds} s\n`);

  let missed = 0;
  console.log(line('', 'small ms', 'large ms', 'target ms', ''));
  for (const each of cases) {
    const figures = await measure(each, repositoryTarget(small), repositoryTarget(large));
    const targetMs = targetOf(each, figures);
    const isMissed = figures.largeMs > targetMs;
    if (isMissed) missed += 1;
    console.log(
      line(each.name, ...[figures.smallMs, figures.largeMs, targetMs].map(rounded), isMissed ? 'MISSED' : ''),
    );
  }
  console.log(`\n${cases.length - missed} of ${cases.length} targets met`);
  if (missed > 0) process.exitCode = 1;
  await small.close();
  await large.close();
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true });
}

function targetOf({ targetMs }: Case, { smallMs }: Figures): number {
  return targetMs ?? MAX_RATIO * smallMs;
}

function rounded(milliseconds: number): string {
  return milliseconds.toFixed(3);
}

function line(name: string, ...columns: string[]): string {
  return name.padEnd(32) + columns.map((column) => column.padStart(10)).join('');
}
