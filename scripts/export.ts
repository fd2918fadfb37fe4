// Writes all tasks of the database, a JSON object a line: npm run export -- tasks.ndjson
import { parseArgs } from 'node:util';
import { command, openConfigured, report } from './moving/command.ts';
import { MovingError } from './moving/error.ts';
import { exportTasks, exportToFile } from './moving/export.ts';

const usage = 'npm run export -- FILE [--resume], or npm run --silent export -- - for standard output';

await command(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { resume: { type: 'boolean', default: false } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new MovingError(`Name one file. Usage: ${usage}`);
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
});
