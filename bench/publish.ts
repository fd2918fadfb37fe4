// Writes the tables of a run into the documentation, so that no figures are copied by hand.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './contenders.ts';
import { report } from './report.ts';
import type { Results } from './report.ts';

/** Everything between these two lines is replaced. */
const [begin, end] = ['<!-- npm run bench -- --publish: begin -->', '<!-- end -->'];

/** Writes the tables into docs/performance.md. Throws when the file lacks the two marker lines. */
export function publish(results: Results): void {
  const name = 'docs/performance.md';
  const file = join(root, name);
  const [before, ...after] = readFileSync(file, 'utf8').split(begin);
  const rest = after.join(begin).split(end).slice(1).join(end);
  if (before === undefined || rest === '') throw new Error(`${name} has no lines "${begin}" and "${end}"`);
  writeFileSync(file, `${before}${begin}\n\n${report(results)}\n\n${end}${rest}`);
  spawnSync('prettier', ['--write', name], { cwd: root });
  console.log(`\nPublished in ${name}`);
}
