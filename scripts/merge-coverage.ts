// Merges the coverage of test jobs that ran in parallel (`npm run jest -- --shard=N/COUNT`). DIRECTORY contains one
// directory for each job: node scripts/merge-coverage.ts DIRECTORY. Writes the same files to coverage/ as a single run of
// all tests, and fails if the coverage is below the threshold in jest.config.js.
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import istanbul from 'istanbul-lib-coverage';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import config from '../jest.config.js';

const [folder = ''] = process.argv.slice(2);
const coverage = fileURLToPath(new URL('../coverage/', import.meta.url));
const parts = globSync('*/coverage-final.json', { cwd: folder }).sort();
if (parts.length === 0) throw new Error(`No coverage files found at ${folder}/*/coverage-final.json`);

const merged = istanbul.createCoverageMap();
rmSync(join(coverage, 'traffic'), { recursive: true, force: true });
mkdirSync(join(coverage, 'traffic'), { recursive: true });
for (const [part, file] of parts.entries()) {
  merged.merge(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CoverageMapData);
  // The files are named after process ids, which may be the same on different machines.
  for (const traffic of globSync(join(file, '../traffic/*.txt'), { cwd: folder }))
    cpSync(join(folder, traffic), join(coverage, 'traffic', `${part + 1}-${traffic.split('/').at(-1)}`));
}
writeFileSync(join(coverage, 'coverage-final.json'), JSON.stringify(merged));

const required = config.coverageThreshold?.global.lines ?? 0;
const { pct } = merged.getCoverageSummary().lines;
console.log(
  `The tests of ${parts.length} jobs cover ${pct} % of the lines in ${merged.files().length} files.`,
);
if (!(pct >= required)) {
  console.error(`The coverage is below the threshold in jest.config.js, ${required} %.`);
  process.exitCode = 1;
}
