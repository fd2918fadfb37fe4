// README.md as data: for each generator its commands and its files.
import { readFileSync } from 'node:fs';
import { lexer } from 'marked';

/** One section of the page. */
export interface Recipe {
  /** The lines of its `sh` blocks. */
  readonly commands: readonly string[];
  /** Its other blocks: a file's name → its text. */
  readonly files: ReadonlyMap<string, string>;
}

/** The recipe under a heading. Throws if the heading has no commands. */
export function recipe(heading: string): Recipe {
  const commands: string[] = [];
  const files = new Map<string, string>();
  let within = false;
  for (const token of lexer(readFileSync(new URL('README.md', import.meta.url), 'utf8'))) {
    if (token.type === 'heading') within = token.text === heading;
    if (!within || token.type !== 'code') continue;
    const [language, file] = String(token.lang).split(' ');
    if (language === 'sh') commands.push(...String(token.text).split('\n'));
    else if (file !== undefined) files.set(file, String(token.text));
  }
  if (commands.length === 0)
    throw new Error(`tests/contract/generators/README.md has no commands under "${heading}"`);
  return { commands, files };
}
