// Copies the SQLite database, also while the service runs, and verifies the copy: npm run backup -- tasks-backup.db
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { backUp } from '../src/database/sqlite/backup.ts';
import { sqlitePath } from '../src/database/sqlite/location.ts';
import { command } from './moving/command.ts';
import { MovingError } from './moving/error.ts';

const usage = 'npm run backup -- FILE';

await command(usage, async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new MovingError(`Name one file. Usage: ${usage}`);
  const { url } = readConfig(process.env).database;
  if (!url.startsWith('sqlite:')) {
    throw new MovingError(
      'PostgreSQL has means of its own: pg_dump --format=custom --file=tasks.dump "$DATABASE_URL". ' +
        'docs/guides/backup.md has the rest',
    );
  }
  const path = sqlitePath(url);
  if (path === undefined)
    throw new MovingError('A database in memory has no backup: it ends with its process');
  const startedAt = performance.now();
  const { bytes, rows } = await backUp(path, resolve(file));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${file}: ${rows['task'] ?? 0} tasks, ${(bytes / 2 ** 20).toFixed(1)} MiB, copied and verified in ${seconds} s.`,
  );
});
