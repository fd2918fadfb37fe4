import { parseArgs } from 'node:util';
import { restore } from '../database/sqlite/restore.ts';
import { storages } from '../storage.ts';
import { version } from '../process/version.ts';
import { fileArgument } from './command.ts';
import type { Command } from './command.ts';
import { readInput } from './input.ts';
import { configuredSqliteFile } from './sqlite-file.ts';

/** Replaces the SQLite database of a stopped service with a backup, from a file or from standard input. */
export const restoreCommand: Command = {
  usage: 'FILE, or - for standard input',
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const file = fileArgument(positionals);
    const path = configuredSqliteFile('pg_restore --dbname="$DATABASE_URL" tasks.dump');
    const { rows, previous } = await restore(readInput(file, 'Restoring'), path, { storages, version });
    console.error(`Restored ${path}: ${rows['task'] ?? 0} tasks.`);
    if (previous !== undefined) console.error(`The previous database is now ${previous}.`);
  },
};
