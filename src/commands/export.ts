import { parseArgs } from 'node:util';
import { fileArgument } from './command.ts';
import type { Command } from './command.ts';
import { showProgress } from './progress.ts';
import { openExisting, report } from './transfer/configured-database.ts';
import { countItems, exportItems, exportToFile } from './transfer/export.ts';

/** Writes the items of all resources to a file or to standard output, one JSON object per line. */
export const exportCommand: Command = {
  usage: 'FILE [--resume], or - for standard output (with npm run --silent)',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { resume: { type: 'boolean', default: false } },
    });
    const file = fileArgument(positionals);
    const startedAt = performance.now();
    const database = await openExisting();
    const progress = showProgress({
      name: 'Exporting',
      unit: 'items',
      total: await countItems(database),
    });
    try {
      const { count, sha256 } =
        file === '-'
          ? await exportItems(database, process.stdout, undefined, progress.advance)
          : await exportToFile(database, file, values.resume, progress.advance);
      report(`Exported (sha256 ${sha256})`, count, startedAt);
    } finally {
      progress.stop();
      await database.close();
    }
  },
};
