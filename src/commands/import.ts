import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { openStorage } from '../storage.ts';
import { fileArgument } from './command.ts';
import type { Command } from './command.ts';
import { readInput } from './input.ts';
import { report } from './transfer/configured-database.ts';
import { checkLines, importItems } from './transfer/import.ts';

/**
 * Imports all items from a file or from standard input. A file is checked completely before anything is written.
 * Standard input is checked line by line.
 */
export const importCommand: Command = {
  usage: 'FILE, or - for standard input',
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const file = fileArgument(positionals);
    const startedAt = performance.now();
    if (file !== '-') {
      const { count } = await checkLines(readInput(file, 'Checking'));
      report('Checked', count, startedAt);
    }
    const database = await openStorage(readConfig(process.env, { purpose: 'database' }));
    try {
      const { count, present, sha256 } = await importItems(database, readInput(file, 'Importing'));
      report(`Imported (sha256 ${sha256}; ${present} already existed)`, count, startedAt);
    } finally {
      await database.close();
    }
  },
};
