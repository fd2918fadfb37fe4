// Writes all tasks of a database to a file.
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, statSync, truncateSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Database } from '../../database/database.ts';
import type { TaskTables } from '../../tasks/storage/tables.ts';
import { walkTasks } from '../../tasks/transfer.ts';
import type { OwnedTask } from '../../tasks/transfer.ts';
import { MovingError } from './error.ts';
import { readLine, summing, writeEnd, writeLine } from './line.ts';
import type { End } from './line.ts';
import { linesOf } from './lines.ts';

/** Writes to an open stream, a batch at a time, and waits for it. */
export async function exportTasks(
  database: Database<TaskTables>,
  out: Writable,
  begun?: Begun,
): Promise<End> {
  const sum = begun?.sum ?? summing();
  for await (const batch of walkTasks(database.reader, begun?.last)) {
    const lines = batch.map(writeLine);
    for (const line of lines) sum.add(line);
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  const end = sum.end();
  out.write(writeEnd(end));
  return end;
}

/** Writes to a file that is not there; with `resume`, to one that an export left unfinished. */
export async function exportToFile(
  database: Database<TaskTables>,
  file: string,
  resume: boolean,
): Promise<End> {
  const begun = existsSync(file) ? await beginningOf(file, resume) : undefined;
  const out = createWriteStream(file, { flags: begun === undefined ? 'wx' : 'a', mode: 0o600, flush: true });
  // Watched from here on: a full disk ends it also while nothing waits for it.
  const written = finished(out);
  written.catch(() => undefined);
  try {
    await once(out, 'open');
    const end = await exportTasks(database, out, begun);
    out.end();
    await written;
    return end;
  } catch (error) {
    out.destroy();
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    throw new MovingError(
      `${file} cannot be written (${String(error.code)}). Make room or choose another place; with --resume, what is ` +
        'written is kept',
      { cause: error },
    );
  }
}

/** What an unfinished export has written. */
export interface Begun {
  readonly sum: ReturnType<typeof summing>;
  readonly last: OwnedTask | undefined;
}

/** Reads what an unfinished export has written, and cuts off the line that it was at. */
async function beginningOf(file: string, resume: boolean): Promise<Begun> {
  if (!resume) {
    throw new MovingError(`${file} exists. Name another, or go on with an unfinished export with --resume`);
  }
  const sum = summing();
  let last: OwnedTask | undefined;
  let whole = 0;
  for await (const line of linesOf(createReadStream(file))) {
    if (line.at(-1) !== 0x0a) break;
    const value = readLine(line, sum.count + 1);
    if (!('task' in value)) throw new MovingError(`${file} is a finished export. Name another`);
    sum.add(line);
    last = value;
    whole += line.length;
  }
  if (statSync(file).size > whole) truncateSync(file, whole);
  return { sum, last };
}
