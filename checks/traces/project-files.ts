import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { observability } from '../observability/programs.ts';

/** The text of a file in observability/ with words replaced. Throws if a word is missing in the file. */
export function replaced(path: string, words: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(observability, path), 'utf8');
  for (const [word, other] of Object.entries(words)) {
    if (!text.includes(word)) throw new Error(`"${word}" is missing in ${path}`);
    text = text.replaceAll(word, other);
  }
  return text;
}
