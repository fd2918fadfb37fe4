// Writes all tasks of the database, a JSON object a line: npm run export -- tasks.ndjson
import { parseArgs } from 'node:util';
import { onlyFile } from './command.ts';
import type { Command } from './command.ts';
import { exportTasks, exportToFile } from './transfer/export.ts';
import { openConfigured, report } from './transfer/opened.ts';

/** All tasks, to a file or to standard output. */
export const exportCommand: Command = {
  usage: 'FILE [--resume], or - for standard output (of npm run --silent)',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { resume: { type: 'boolean', default: false } },
    });
    const file = onlyFile(positionals);
    const startedAt = performance.now();
    const database = await openConfigured(false);
    try {
      const { count, sha256 } =
        file === '-'
          ? await exportTasks(database, process.stdout)
          : await exportToFile(database, file, values.resume);
      report(`Exported (sha256 ${sha256})`, count, startedAt);
    } finally {
      await database.close();
    }
  },
};
