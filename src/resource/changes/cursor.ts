import { readSealed, writeSealed } from '../cursor.ts';
import type { Position } from '../position.ts';

/**
 * The position of a client in the change feed. A sync reads all changes up to the owner's clock at its start, in one or
 * more pages, so it ends even if changes continue. The cursor of a finished sync starts the next one.
 */
export interface ChangeCursor {
  /** The epoch of the database when the cursor was written. */
  readonly epoch: string;
  /** The client has every change up to this sequence. */
  readonly reached: Position;
  /** The owner's clock when the sync started. */
  readonly end: Position;
  /** Whether the sync started without a cursor. Items that were deleted before then are not in the client's copy. */
  readonly isFirstCopy: boolean;
}

/** Writes a cursor for an owner. */
export function writeChangeCursor(owner: string, cursor: ChangeCursor): string {
  const { epoch, reached, end, isFirstCopy } = cursor;
  return writeSealed([epoch, String(reached), String(end), isFirstCopy ? 1 : 0], query(owner));
}

/** Reads a cursor. Returns undefined if it was altered or belongs to another owner. */
export function readChangeCursor(owner: string, text: string): ChangeCursor | undefined {
  const values = readSealed(text, query(owner));
  if (values?.length !== 4) return undefined;
  const [epoch, reached, end, isFirstCopy] = values;
  if (typeof epoch !== 'string' || !isSequence(reached) || !isSequence(end)) return undefined;
  return { epoch, reached: BigInt(reached), end: BigInt(end), isFirstCopy: isFirstCopy === 1 };
}

/** Whether a value is a sequence. It has 63 bits: the databases compare it with a signed integer. */
export function isSequence(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,19}$/.test(value) && BigInt(value) < 2n ** 63n;
}

function query(owner: string): unknown {
  return ['changes', owner];
}
