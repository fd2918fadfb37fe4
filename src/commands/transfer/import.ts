// An import can be repeated: it skips tasks that are in the database already, with equal fields. After an interruption, run
// it again. It never overwrites a task that differs.
import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../database/database.ts';
import { DatabaseUnavailable } from '../../database/errors.ts';
import type { TaskTables } from '../../tasks/storage/tables.ts';
import { storedPosition } from '../../resource/position.ts';
import { taskTransfer } from '../../tasks/transfer.ts';
import type { OwnedTask } from '../../tasks/transfer.ts';
import type { WebhookTables } from '../../webhooks/storage/tables.ts';
import { importWebhook } from '../../webhooks/transfer.ts';
import type { OwnedWebhook } from '../../webhooks/transfer.ts';
import { createChecksum, readLine } from './export-line.ts';
import type { Trailer } from './export-line.ts';
import { ownerWrites } from './owner-writes.ts';
import { splitLines } from './split-lines.ts';
import { TransferError } from './transfer-error.ts';

interface Line {
  readonly number: number;
  readonly owned: OwnedTask | OwnedWebhook;
}

interface TaskLine extends Line {
  readonly owned: OwnedTask;
}

/**
 * Reads all lines, and compares them with the trailer at the end. Throws a `TransferError` for an invalid line or a
 * mismatch.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line, Trailer> {
  const checksum = createChecksum();
  let trailer: Trailer | undefined;
  for await (const bytes of splitLines(chunks)) {
    const number = checksum.count + (trailer === undefined ? 1 : 2);
    if (trailer !== undefined) throw new TransferError(`Line ${number} follows the last line of the export`);
    const value = readLine(bytes, number);
    if ('sha256' in value) trailer = value;
    else {
      checksum.add(bytes);
      yield { number, owned: value };
    }
  }
  const found = checksum.trailer();
  if (trailer === undefined) {
    throw new TransferError(
      `The export is incomplete: it has ${found.count} lines and no last line. Finish it with export --resume`,
    );
  }
  if (trailer.count !== found.count) {
    throw new TransferError(`The file has ${found.count} lines, but its last line states ${trailer.count}`);
  }
  if (trailer.sha256 !== found.sha256) {
    throw new TransferError('The checksum does not match: the file was altered after the export');
  }
  return trailer;
}

/** Validates the whole export without writing. */
export async function checkLines(chunks: AsyncIterable<Uint8Array>): Promise<Trailer> {
  const lines = readLines(chunks);
  for (;;) {
    const { done, value } = await lines.next();
    if (done === true) return value;
  }
}

export interface ImportResult extends Trailer {
  /** The number of lines that the database had before. */
  readonly present: number;
}

/** Tasks per transaction. A transaction delays the owner's other writes. */
const TRANSACTION_TASKS = 512;

/** Concurrent transactions, each for a different owner. */
const MAX_TRANSACTIONS = 8;

/**
 * Writes the webhooks, and the tasks in transactions, each for one owner. Reading continues at the same time. Owners with few
 * tasks are written concurrently, so that their commits share one wait for the disk.
 */
export async function importTasks(
  database: Database<TaskTables & WebhookTables>,
  chunks: AsyncIterable<Uint8Array>,
): Promise<ImportResult> {
  const lines = readLines(chunks);
  const writes = ownerWrites(MAX_TRANSACTIONS);
  let batch = new Map<bigint, TaskLine>();
  let present = 0;

  async function write(): Promise<void> {
    const some = [...batch.values()];
    const [first] = some;
    batch = new Map();
    if (first === undefined) return;
    await writes.start(first.owned.owner, async () => {
      const found = await writeBatch(database, some);
      present += found;
    });
  }

  try {
    for (;;) {
      const { done, value } = await lines.next();
      if (done === true) {
        await write();
        await writes.finish();
        return { ...value, present };
      }
      const { number, owned } = value;
      if ('webhook' in owned) {
        await write();
        await writes.finish();
        if (await wasPresent(database, number, owned)) present += 1;
        continue;
      }
      const [first] = batch.values();
      const position = storedPosition(owned.task);
      const isOtherOwner = first !== undefined && first.owned.owner !== owned.owner;
      if (isOtherOwner || batch.size === TRANSACTION_TASKS || batch.has(position)) await write();
      batch.set(position, { number, owned });
    }
  } finally {
    await writes.settle();
  }
}

/** Writes a webhook. Returns whether the database already had it. */
async function wasPresent(
  database: Database<WebhookTables>,
  number: number,
  owned: OwnedWebhook,
): Promise<boolean> {
  const outcome = await importWebhook(database, owned).catch((error: unknown) => {
    throw rejected(`line ${number}`, error);
  });
  if (outcome !== 'different') return outcome === 'present';
  throw new TransferError(
    `Line ${number} has the webhook ${owned.webhook.id}, but the database has a different one at the same position. ` +
      'Delete it there, or import into an empty database',
  );
}

/** Writes one owner's tasks. Returns how many of them the database already had. */
async function writeBatch(database: Database<TaskTables>, lines: readonly TaskLine[]): Promise<number> {
  const [first, last] = [lines[0], lines.at(-1)];
  const owner = first?.owned.owner ?? '';
  try {
    return await taskTransfer(database).write(owner, async (tasks) => {
      const present = await tasks.findAtPositionsOf(lines.map(({ owned }) => owned));
      const missing = lines.filter(({ number, owned }) => {
        const found = present.get(storedPosition(owned.task));
        if (found !== undefined && !isDeepStrictEqual(found, owned)) throw conflict(number, owned, found);
        return found === undefined;
      });
      await tasks.insert(missing.map(({ owned }) => owned));
      return lines.length - missing.length;
    });
  } catch (error) {
    throw rejected(`lines ${first?.number ?? 0} to ${last?.number ?? 0}`, error);
  }
}

/** The error of a write, with the lines that it has written. */
function rejected(lines: string, error: unknown): unknown {
  if (error instanceof TransferError || error instanceof DatabaseUnavailable) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new TransferError(`The database rejected ${lines}: ${message}`, { cause: error });
}

function conflict(number: number, owned: OwnedTask, found: OwnedTask): TransferError {
  const difference =
    found.task.id !== owned.task.id
      ? `the task ${found.task.id} at the same position`
      : found.owner !== owned.owner
        ? 'it for another owner'
        : found.task.version !== owned.task.version
          ? `it at version ${found.task.version}`
          : 'it with other fields';
  return new TransferError(
    `Line ${number} has the task ${owned.task.id} at version ${owned.task.version}, but the database has ${difference}. ` +
      'Delete it there, or import into an empty database',
  );
}
