// Prints a version's section of CHANGELOG.md: node release-notes.ts VERSION
import { readFileSync } from 'node:fs';
import { notesOf } from '../release/changelog.ts';

const [version = ''] = process.argv.slice(2);
try {
  console.log(notesOf(readFileSync('CHANGELOG.md', 'utf8'), version));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
