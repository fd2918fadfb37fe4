// Puts the tables of a run where they are shown, so that nobody copies figures by hand.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './contenders.ts';
import { headline, report } from './report.ts';
import type { Results } from './report.ts';

/** Everything between these lines of a file is replaced. */
const [begin, end] = ['<!-- npm run bench -- --publish: begin -->', '<!-- end -->'];

/** Writes the headline into the README, and all of the tables into docs/performance.md. */
export function publish(results: Results): void {
  const texts = { 'README.md': headline(results), 'docs/performance.md': report(results) };
  for (const [name, text] of Object.entries(texts)) {
    const file = join(root, name);
    const [before, ...after] = readFileSync(file, 'utf8').split(begin);
    const rest = after.join(begin).split(end).slice(1).join(end);
    if (before === undefined || rest === '') throw new Error(`${name} has no lines "${begin}" and "${end}"`);
    writeFileSync(file, `${before}${begin}\n\n${text}\n\n${end}${rest}`);
  }
  spawnSync('prettier', ['--write', ...Object.keys(texts)], { cwd: root });
  console.log(`\nPublished in ${Object.keys(texts).join(' and ')}`);
}
