import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, statSync, truncateSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Database } from '../../database/database.ts';
import type { TaskTables } from '../../tasks/storage/tables.ts';
import { taskTransfer } from '../../tasks/transfer.ts';
import type { OwnedTask } from '../../tasks/transfer.ts';
import { readAllWebhooks } from '../../webhooks/transfer.ts';
import type { WebhookTables } from '../../webhooks/storage/tables.ts';
import { createChecksum, readLine, writeLine, writeTrailer, writeWebhookLine } from './export-line.ts';
import type { Trailer } from './export-line.ts';
import { splitLines } from './split-lines.ts';
import { TransferError } from './transfer-error.ts';

/**
 * Writes all tasks and then all webhooks to a stream, in batches, and waits while the stream's buffer is full. Calls `onWritten` after each
 * batch.
 */
export async function exportTasks(
  database: Database<TaskTables & WebhookTables>,
  out: Writable,
  progress?: Progress,
  onWritten: (tasks: number) => void = () => undefined,
): Promise<Trailer> {
  const checksum = progress?.checksum ?? createChecksum();
  onWritten(checksum.count);
  for await (const batch of taskTransfer(database).readAll(progress?.last)) {
    const lines = batch.map(writeLine);
    for (const line of lines) checksum.add(line);
    if (!out.write(lines.join(''))) await once(out, 'drain');
    onWritten(batch.length);
  }
  // A resumed export writes them again. The import skips what it has.
  for await (const batch of readAllWebhooks(database)) {
    const lines = batch.map(writeWebhookLine);
    for (const line of lines) checksum.add(line);
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  const trailer = checksum.trailer();
  out.write(writeTrailer(trailer));
  return trailer;
}

/** Writes all tasks to a new file. With `resume`, continues an unfinished export. */
export async function exportToFile(
  database: Database<TaskTables & WebhookTables>,
  file: string,
  resume: boolean,
  onWritten?: (tasks: number) => void,
): Promise<Trailer> {
  const progress = existsSync(file) ? await readProgress(file, resume) : undefined;
  const out = createWriteStream(file, {
    flags: progress === undefined ? 'wx' : 'a',
    mode: 0o600,
    flush: true,
  });
  // A full disk can fail the stream while nothing awaits it.
  const written = finished(out);
  written.catch(() => undefined);
  try {
    await once(out, 'open');
    const trailer = await exportTasks(database, out, progress, onWritten);
    out.end();
    await written;
    return trailer;
  } catch (error) {
    out.destroy();
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    throw new TransferError(
      `Cannot write ${file} (${String(error.code)}). Free up disk space or choose another file; --resume continues an ` +
        'unfinished export',
      { cause: error },
    );
  }
}

/** The state of an unfinished export. */
export interface Progress {
  readonly checksum: ReturnType<typeof createChecksum>;
  readonly last: OwnedTask | undefined;
}

/** Reads an unfinished export and truncates its incomplete last line. */
async function readProgress(file: string, resume: boolean): Promise<Progress> {
  if (!resume) {
    throw new TransferError(
      `${file} exists. Name another file, or continue an unfinished export with --resume`,
    );
  }
  const checksum = createChecksum();
  let last: OwnedTask | undefined;
  let completeBytes = 0;
  for await (const line of splitLines(createReadStream(file))) {
    if (line.at(-1) !== 0x0a) break;
    const value = readLine(line, checksum.count + 1);
    if ('sha256' in value) throw new TransferError(`${file} is a finished export. Name another file`);
    checksum.add(line);
    if ('task' in value) last = value;
    completeBytes += line.length;
  }
  if (statSync(file).size > completeBytes) truncateSync(file, completeBytes);
  return { checksum, last };
}
