// docs/guides/clients.md as data: for each generator its commands and its files, and the table of results.
import { readFileSync } from 'node:fs';
import { lexer } from 'marked';

/** The guide that the recipes come from. */
export const guide = new URL('../../../docs/guides/clients.md', import.meta.url);

/** One section of the guide. */
export interface Recipe {
  readonly heading: string;
  /** The lines of its `sh` blocks. The last one runs the round. */
  readonly commands: readonly string[];
  /** Its other blocks: a file's name → its text. */
  readonly files: ReadonlyMap<string, string>;
}

/** The recipe under a heading. Throws if the heading has no commands. */
export function recipe(heading: string): Recipe {
  const commands: string[] = [];
  const files = new Map<string, string>();
  let within = false;
  for (const token of lexer(readFileSync(guide, 'utf8'))) {
    if (token.type === 'heading') within = token.text === heading;
    if (!within || token.type !== 'code') continue;
    const [language, file] = String(token.lang).split(' ');
    if (language === 'sh') commands.push(...String(token.text).split('\n'));
    else if (file !== undefined) files.set(file, String(token.text));
  }
  if (commands.length === 0) throw new Error(`docs/guides/clients.md has no commands under "${heading}"`);
  return { heading, commands, files };
}

/** The `name@version` or `name==version` of the generator that a recipe installs. */
export function specifierOf({ heading, commands }: Recipe): string {
  const [specifier] = commands.flatMap(
    (line) => /^(?:pip install|npx|go get -tool) (\S+[@=]v?[0-9]\S*)/.exec(line)?.[1] ?? [],
  );
  if (specifier === undefined) throw new Error(`The recipe of ${heading} names no version`);
  return specifier;
}
