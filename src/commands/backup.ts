// Copies the SQLite database, also while the service runs, and verifies the copy: npm run backup -- tasks-backup.db
import { createHash } from 'node:crypto';
import { createReadStream, openSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backUp } from '../database/sqlite/backup.ts';
import type { Backup } from '../database/sqlite/backup.ts';
import { onlyFile, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { configuredFile } from './configured-file.ts';

/** A copy of the database, in a file or on standard output. */
export const backup: Command = {
  usage: 'FILE, or - for standard output',
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const file = onlyFile(positionals);
    const path = configuredFile('pg_dump --format=custom --file=tasks.dump "$DATABASE_URL"');
    const startedAt = performance.now();
    const said = file === '-' ? await toStandardOutput(path) : wordsFor(await backUp(path, resolve(file)));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.error(
      `${file === '-' ? 'Standard output' : file}: ${said}, copied and verified in ${seconds} s.`,
    );
  },
};

const wordsFor = ({ rows, bytes }: Backup): string =>
  `${rows['task'] ?? 0} tasks, ${(bytes / 2 ** 20).toFixed(1)} MiB`;

/**
 * The copy is made and verified beside the database, where it has no name any more before its first byte is written out:
 * whatever ends this, nothing is left there.
 */
async function toStandardOutput(path: string): Promise<string> {
  if (process.stdout.isTTY)
    throw new UsageError('Standard output is a terminal: name a file, or redirect it');
  const copy = `${path}.backup-${process.pid}`;
  const made = await backUp(path, copy);
  const fd = openSync(copy, 'r');
  rmSync(copy);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(copy, { fd }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    await write(chunk);
  }
  return `${wordsFor(made)}, sha256 ${hash.digest('hex')}`;
}

async function write(chunk: Buffer): Promise<void> {
  // Who reads it may go away: then the write fails, and that is enough.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(chunk, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
