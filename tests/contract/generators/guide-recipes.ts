// Parses docs/guides/clients.md: the commands and files of each generator's recipe.
import { readFileSync } from 'node:fs';
import { lexer } from 'marked';

/** The guide that contains the recipes. */
export const guide = new URL('../../../docs/guides/clients.md', import.meta.url);

/** One section of the guide. */
export interface Recipe {
  readonly heading: string;
  /** The lines of its `sh` blocks. The last line runs the client. */
  readonly commands: readonly string[];
  /** The texts of its other blocks, by file name. */
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
  if (specifier === undefined) throw new Error(`The recipe of ${heading} does not specify a version`);
  return specifier;
}
