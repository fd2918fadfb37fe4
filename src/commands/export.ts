import { parseArgs } from 'node:util';
import { fileArgument } from './command.ts';
import type { Command } from './command.ts';
import { openExisting, report } from './transfer/configured-database.ts';
import { exportTasks, exportToFile } from './transfer/export.ts';

/** Writes all tasks to a file or to standard output, one JSON object per line. */
export const exportCommand: Command = {
  usage: 'FILE [--resume], or - for standard output (of npm run --silent)',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { resume: { type: 'boolean', default: false } },
    });
    const file = fileArgument(positionals);
    const startedAt = performance.now();
    const database = await openExisting();
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
