import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { observability } from './programs.ts';

/** Returns the text of a file in observability/ with words replaced. Throws if the file lacks one of the words. */
export function replaced(path: string, words: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(observability, path), 'utf8');
  for (const [word, other] of Object.entries(words)) {
    if (!text.includes(word)) throw new Error(`observability/${path} does not contain "${word.trim()}"`);
    text = text.replaceAll(word, other);
  }
  return text;
}
