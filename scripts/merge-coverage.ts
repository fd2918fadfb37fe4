// Joins the coverage of test jobs that ran in parallel (`npm run jest -- --shard=N/COUNT`), each in a directory of its own:
// node scripts/merge-coverage.ts DIRECTORY. Writes coverage/ as one run of all tests would, and fails below the threshold
// of jest.config.js.
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import istanbul from 'istanbul-lib-coverage';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import config from '../jest.config.js';

const [folder = ''] = process.argv.slice(2);
const coverage = fileURLToPath(new URL('../coverage/', import.meta.url));
const parts = globSync('*/coverage-final.json', { cwd: folder }).sort();
if (parts.length === 0) throw new Error(`No coverage in ${folder}/*/coverage-final.json`);

const merged = istanbul.createCoverageMap();
rmSync(join(coverage, 'traffic'), { recursive: true, force: true });
mkdirSync(join(coverage, 'traffic'), { recursive: true });
for (const [part, file] of parts.entries()) {
  merged.merge(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CoverageMapData);
  // The files are named for processes, whose ids repeat from machine to machine.
  for (const traffic of globSync(join(file, '../traffic/*.txt'), { cwd: folder }))
    cpSync(join(folder, traffic), join(coverage, 'traffic', `${part + 1}-${traffic.split('/').at(-1)}`));
}
writeFileSync(join(coverage, 'coverage-final.json'), JSON.stringify(merged));

const required = config.coverageThreshold?.global.lines ?? 0;
const { pct } = merged.getCoverageSummary().lines;
console.log(`${pct} % of the lines in ${merged.files().length} files, from ${parts.length} parts.`);
if (!(pct >= required)) {
  console.error(`The threshold of jest.config.js is ${required} %.`);
  process.exitCode = 1;
}
