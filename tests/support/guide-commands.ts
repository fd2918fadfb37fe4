// Reads the shell commands in the guides.
import { readFileSync } from 'node:fs';

/** A block of shell commands, with the heading of its section. */
export interface CommandBlock {
  readonly section: string;
  readonly text: string;
}

/** The blocks of shell commands in a page, given its path from the root of the project. */
export function commandsOf(path: string): CommandBlock[] {
  const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  let section = '';
  const blocks: CommandBlock[] = [];
  for (const [, heading, indentation = '', text = ''] of page.matchAll(
    /^#+ (.+)$|^( *)```sh\n([^]*?)^ *```$/gm,
  )) {
    if (heading === undefined)
      blocks.push({ section, text: text.replaceAll(new RegExp(`^${indentation}`, 'gm'), '') });
    else section = heading;
  }
  return blocks;
}
