import { createHash } from 'node:crypto';
import { createReadStream, openSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backUp } from '../database/sqlite/backup.ts';
import type { Backup } from '../database/sqlite/backup.ts';
import { fileArgument, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { showProgress } from './progress.ts';
import type { Progress } from './progress.ts';
import { configuredSqliteFile } from './sqlite-file.ts';

/** Copies the SQLite database to a file or to standard output, even while the service runs, and verifies the copy. */
export const backup: Command = {
  usage: 'FILE, or - for standard output',
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const file = fileArgument(positionals);
    const path = configuredSqliteFile('pg_dump --format=custom --file=tasks.dump "$DATABASE_URL"');
    const startedAt = performance.now();
    const summary =
      file === '-' ? await toStandardOutput(path) : summaryOf(await copyOf(path, resolve(file)));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const name = file === '-' ? 'Standard output' : file;
    console.error(`${name}: ${summary}, copied and verified in ${seconds} s.`);
  },
};

async function copyOf(path: string, target: string): Promise<Backup> {
  let progress: Progress | undefined;
  try {
    return await backUp(path, target, (rows, total) => {
      progress ??= showProgress({ name: 'Backing up', unit: 'rows', total });
      progress.advance(rows);
    });
  } finally {
    progress?.stop();
  }
}

const summaryOf = ({ rows, bytes }: Backup): string =>
  `${rows['task'] ?? 0} tasks, ${(bytes / 2 ** 20).toFixed(1)} MiB`;

/**
 * Creates and verifies the copy beside the database, and unlinks it before the first byte is written out. Nothing is
 * left behind, however this process ends.
 */
async function toStandardOutput(path: string): Promise<string> {
  if (process.stdout.isTTY) {
    throw new UsageError('Standard output is a terminal. Name a file, or redirect the output');
  }
  const copy = `${path}.backup-${process.pid}`;
  const made = await copyOf(path, copy);
  const fd = openSync(copy, 'r');
  rmSync(copy);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(copy, { fd }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    await write(chunk);
  }
  return `${summaryOf(made)}, sha256 ${hash.digest('hex')}`;
}

async function write(chunk: Buffer): Promise<void> {
  // If the reader closes the pipe, the write fails. Without a listener, the 'error' event would end the process.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(chunk, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
