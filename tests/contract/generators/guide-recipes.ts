// Parses the recipes of a guide, such as those of docs/guides/clients.md for each generator: their commands and files.
import { readFileSync } from 'node:fs';
import { lexer } from 'marked';

/** The guide that contains the recipes of the generators. */
export const guide = new URL('../../../docs/guides/clients.md', import.meta.url);

/** One section of the guide. */
export interface Recipe {
  readonly heading: string;
  /** The lines of its `sh` blocks. The last line runs the client. */
  readonly commands: readonly string[];
  /** The contents of its other blocks, by file name. */
  readonly files: ReadonlyMap<string, string>;
}

/** The recipe under a heading of a guide. Throws if there are neither commands nor files. */
export function recipe(heading: string, page = guide): Recipe {
  const commands: string[] = [];
  const files = new Map<string, string>();
  let within = false;
  for (const token of lexer(readFileSync(page, 'utf8'))) {
    if (token.type === 'heading') within = token.text === heading;
    if (!within || token.type !== 'code') continue;
    const [language, file] = String(token.lang).split(' ');
    if (language === 'sh') commands.push(...String(token.text).split('\n'));
    else if (file !== undefined) files.set(file, String(token.text));
  }
  if (commands.length + files.size === 0)
    throw new Error(`${page.pathname} has no recipe under "${heading}"`);
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
