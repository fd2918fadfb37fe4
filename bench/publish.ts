// Writes the tables of a run into docs/performance.md.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './subjects.ts';
import { report } from './report.ts';
import type { Results } from './results.ts';

/** The marker lines around the tables. */
const [begin, end] = ['<!-- npm run bench -- --publish: begin -->', '<!-- end -->'];

/** Replaces the text between the markers. Throws if the file does not contain them. */
export function publish(results: Results): void {
  const name = 'docs/performance.md';
  const file = join(root, name);
  const [before, ...after] = readFileSync(file, 'utf8').split(begin);
  const rest = after.join(begin).split(end).slice(1).join(end);
  if (before === undefined || rest === '')
    throw new Error(`${name} does not contain the lines "${begin}" and "${end}".`);
  writeFileSync(file, `${before}${begin}\n\n${report(results)}\n\n${end}${rest}`);
  spawnSync('prettier', ['--write', name], { cwd: root });
  console.log(`\nWrote the tables to ${name}.`);
}
