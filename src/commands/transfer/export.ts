import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, statSync, truncateSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Database } from '../../database/database.ts';
import type { OwnedItem } from '../../resource/transfer.ts';
import type { Tables } from '../../storage.ts';
import { createChecksum, type Line, readLine, type Trailer, transfers, writeLine } from './export-line.ts';
import { splitLines } from './split-lines.ts';
import { TransferError } from './transfer-error.ts';

/**
 * Writes the items of all resources to a stream, in batches, and waits while the stream's buffer is full. Calls
 * `onWritten` after each batch.
 */
export async function exportItems(
  database: Database<Tables>,
  out: Writable,
  progress?: Progress,
  onWritten: (items: number) => void = () => undefined,
): Promise<Trailer> {
  const checksum = progress?.checksum ?? createChecksum();
  const last = progress?.last;
  onWritten(checksum.count);
  const first = last === undefined ? 0 : transfers.indexOf(last.transfer);
  for (const transfer of transfers.slice(first)) {
    const after: OwnedItem | undefined = transfer === last?.transfer ? last.owned : undefined;
    for await (const batch of transfer.open(database).readAll(after)) {
      const lines = batch.map(writeLine);
      for (const line of lines) checksum.add(line);
      if (!out.write(lines.join(''))) await once(out, 'drain');
      onWritten(batch.length);
    }
  }
  const trailer = checksum.trailer();
  out.write(writeLine(trailer));
  return trailer;
}

/** Returns the number of items of all resources. */
export async function countItems(database: Database<Tables>): Promise<number> {
  let count = 0;
  for (const transfer of transfers) count += await transfer.open(database).count();
  return count;
}

/** Writes all items to a new file. With `resume`, continues an unfinished export. */
export async function exportToFile(
  database: Database<Tables>,
  file: string,
  resume: boolean,
  onWritten?: (items: number) => void,
): Promise<Trailer> {
  const progress = existsSync(file) ? await readProgress(file, resume) : undefined;
  const out = createWriteStream(file, {
    flags: progress === undefined ? 'wx' : 'a',
    mode: 0o600,
    flush: true,
  });
  // Without this handler, a stream error, such as a full disk, would end the process while no code awaits `written`.
  const written = finished(out);
  written.catch(() => undefined);
  try {
    await once(out, 'open');
    const trailer = await exportItems(database, out, progress, onWritten);
    out.end();
    await written;
    return trailer;
  } catch (error) {
    out.destroy();
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    throw new TransferError(
      `Cannot write ${file} (${String(error.code)}). Free up disk space or choose a different file; ` +
        '--resume continues an unfinished export',
      { cause: error },
    );
  }
}

/** The state of an unfinished export. */
export interface Progress {
  readonly checksum: ReturnType<typeof createChecksum>;
  readonly last: Line | undefined;
}

/** Reads an unfinished export and truncates its incomplete last line. */
async function readProgress(file: string, resume: boolean): Promise<Progress> {
  if (!resume) {
    throw new TransferError(
      `${file} already exists. Choose a different file, or continue an unfinished export with --resume`,
    );
  }
  const checksum = createChecksum();
  let last: Line | undefined;
  let completeBytes = 0;
  for await (const line of splitLines(createReadStream(file))) {
    if (line.at(-1) !== 0x0a) break;
    const value = readLine(line, checksum.count + 1);
    if ('sha256' in value) throw new TransferError(`${file} is a finished export. Choose a different file`);
    checksum.add(line);
    last = value;
    completeBytes += line.length;
  }
  if (statSync(file).size > completeBytes) truncateSync(file, completeBytes);
  return { checksum, last };
}
