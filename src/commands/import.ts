// Reads tasks into the database: npm run import -- tasks.ndjson. A file is checked to its end before anything is
// written; standard input is checked as it comes.
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { onlyFile } from './command.ts';
import type { Command } from './command.ts';
import { MovingError } from './transfer/error.ts';
import { checkTasks, importTasks } from './transfer/import.ts';
import { openConfigured, report } from './transfer/opened.ts';

/** All tasks of a file, or of standard input. */
export const importCommand: Command = {
  usage: 'FILE, or - for standard input',
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const file = onlyFile(positionals);
    const startedAt = performance.now();
    if (file !== '-') {
      const { count } = await checkTasks(readable(file));
      report('Checked', count, startedAt);
    }
    const database = await openConfigured(true);
    try {
      const { count, present, sha256 } = await importTasks(
        database,
        file === '-' ? (process.stdin as AsyncIterable<Uint8Array>) : readable(file),
      );
      report(`Imported (sha256 ${sha256}; ${present} were there already)`, count, startedAt);
    } finally {
      await database.close();
    }
  },
};

/** The bytes of a file, with words for one that cannot be read. */
async function* readable(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new MovingError(`${file} cannot be read (${error.message})`, { cause: error });
  }
}
