// Puts a backup in the place of the SQLite database of a service that is stopped: npm run restore -- tasks-backup.db
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { restore } from '../database/sqlite/restore.ts';
import { storages } from '../storage.ts';
import { version } from '../version.ts';
import { onlyFile } from './command.ts';
import type { Command } from './command.ts';
import { configuredFile } from './configured-file.ts';

/** A backup, from a file or from standard input. */
export const restoreCommand: Command = {
  usage: 'FILE, or - for standard input',
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const file = onlyFile(positionals);
    const path = configuredFile('pg_restore --dbname="$DATABASE_URL" tasks.dump');
    const chunks = file === '-' ? process.stdin : createReadStream(file);
    const { rows, aside } = await restore(chunks as AsyncIterable<Uint8Array>, path, { storages, version });
    console.error(`${path}: ${rows['task'] ?? 0} tasks, restored.`);
    if (aside !== undefined) console.error(`What was there before is now ${aside}.`);
  },
};
