// An import can be repeated, for example after an interruption: it skips items that the database already contains with
// the same fields. It never overwrites an item that differs.
import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../database/database.ts';
import { DatabaseUnavailable } from '../../database/errors.ts';
import { storedPosition } from '../../resource/position.ts';
import type { OwnedItem } from '../../resource/transfer.ts';
import type { Tables } from '../../storage.ts';
import { createChecksum, type Line, readLine, type Trailer } from './export-line.ts';
import { ownerWrites } from './owner-writes.ts';
import { splitLines } from './split-lines.ts';
import { TransferError } from './transfer-error.ts';

interface NumberedLine extends Line {
  readonly number: number;
}

/**
 * Reads all lines, and compares them with the trailer at the end. Throws a `TransferError` for an invalid line or a
 * mismatch.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<NumberedLine, Trailer> {
  const checksum = createChecksum();
  let trailer: Trailer | undefined;
  for await (const bytes of splitLines(chunks)) {
    const number = checksum.count + (trailer === undefined ? 1 : 2);
    if (trailer !== undefined) throw new TransferError(`Line ${number} follows the last line of the export`);
    const value = readLine(bytes, number);
    if ('sha256' in value) trailer = value;
    else {
      checksum.add(bytes);
      yield { number, ...value };
    }
  }
  const found = checksum.trailer();
  if (trailer === undefined) {
    throw new TransferError(
      `The export is incomplete: it has ${found.count} lines, and the final checksum line is missing. ` +
        'Finish it with export --resume',
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
  /** The number of items that the database already contained. */
  readonly present: number;
}

/** The number of items per transaction. A transaction delays the owner's other writes. */
const TRANSACTION_ITEMS = 512;

/** The maximum number of concurrent transactions, each for a different owner. */
const MAX_TRANSACTIONS = 8;

/**
 * Writes the items in transactions, each for one owner and one resource, and continues to read in the meantime. Owners
 * with few items are written concurrently, so that their commits share one wait for the disk.
 */
export async function importItems(
  database: Database<Tables>,
  chunks: AsyncIterable<Uint8Array>,
): Promise<ImportResult> {
  const lines = readLines(chunks);
  const writes = ownerWrites(MAX_TRANSACTIONS);
  let batch = new Map<bigint, NumberedLine>();
  let present = 0;

  async function write(): Promise<void> {
    const [first, ...others] = batch.values();
    batch = new Map();
    if (first === undefined) return;
    await writes.start(first.owned.owner, async () => {
      const found = await writeBatch(database, [first, ...others]);
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
      const [first] = batch.values();
      const position = positionOf(value);
      const isOther = first?.owned.owner !== value.owned.owner || first.transfer !== value.transfer;
      if (isOther || batch.size === TRANSACTION_ITEMS || batch.has(position)) await write();
      batch.set(position, value);
    }
  } finally {
    await writes.settle();
  }
}

const positionOf = ({ transfer, owned }: Line): bigint => storedPosition(transfer.itemOf(owned));

/** Writes items of one owner and one resource. Returns how many of them the database already contained. */
async function writeBatch(
  database: Database<Tables>,
  lines: readonly [NumberedLine, ...NumberedLine[]],
): Promise<number> {
  const [{ number, transfer, owned }] = lines;
  try {
    return await transfer.open(database).write(owned.owner, async (items) => {
      const present = await items.findAtPositionsOf(lines.map(({ owned }) => owned));
      const missing = lines.filter((line) => {
        const found = present.get(positionOf(line));
        if (found !== undefined && !isDeepStrictEqual(found, line.owned)) throw conflict(line, found);
        return found === undefined;
      });
      await items.insert(missing.map(({ owned }) => owned));
      return lines.length - missing.length;
    });
  } catch (error) {
    throw rejected(
      lines.length === 1 ? `line ${number}` : `lines ${number} to ${lines.at(-1)?.number}`,
      error,
    );
  }
}

/** Returns the error for a write that failed. `lines` names the lines that it tried to write. */
function rejected(lines: string, error: unknown): unknown {
  if (error instanceof TransferError || error instanceof DatabaseUnavailable) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new TransferError(`The database rejected ${lines}: ${message}`, { cause: error });
}

function conflict({ number, transfer, owned }: NumberedLine, found: OwnedItem): TransferError {
  const [{ id, version }, existing] = [transfer.itemOf(owned), transfer.itemOf(found)];
  const difference =
    existing.id !== id
      ? `the database contains the ${transfer.name} ${existing.id} at the same position`
      : found.owner !== owned.owner
        ? 'it belongs to a different owner in the database'
        : existing.version !== version
          ? `the database contains version ${existing.version}`
          : 'its fields in the database differ';
  return new TransferError(
    `Line ${number} contains the ${transfer.name} ${id} at version ${version}, but ${difference}. ` +
      'Delete it from the database, or import into an empty database',
  );
}
