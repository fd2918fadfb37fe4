// A cursor is the position where a page ended, with a checksum over the position and the query that it belongs to. It
// is opaque but not secret. Any instance can read it, even after a restart. The checksum detects a cursor that was altered
// or is used with a different query. It does not authenticate the cursor: a client that computes a checksum itself only
// reaches other positions in its own list.
import { hash } from 'node:crypto';
import { isSortPosition, type Order, type SortPosition } from './order.ts';

const CHECKSUM_LENGTH = 11;

/** Writes a cursor for the last row of a page of the query. */
export function writeCursor(position: SortPosition, query: unknown): string {
  return writeSealed([position.value, position.id], query);
}

/** Reads a cursor. Returns undefined if it was altered or belongs to a different query. */
export function readCursor(cursor: string, query: unknown, order: Order): SortPosition | undefined {
  const [value, id, ...rest] = readSealed(cursor, query) ?? [];
  const position = { value, id };
  return rest.length === 0 && isSortPosition(order, position) ? position : undefined;
}

/** Encodes values that belong to a query. */
export function writeSealed(values: readonly unknown[], query: unknown): string {
  const payload = Buffer.from(JSON.stringify(values)).toString('base64url');
  return checksum(payload, query) + payload;
}

/** Decodes values. Returns undefined if the text was altered or belongs to a different query. */
export function readSealed(text: string, query: unknown): readonly unknown[] | undefined {
  const payload = text.slice(CHECKSUM_LENGTH);
  if (text.slice(0, CHECKSUM_LENGTH) !== checksum(payload, query)) return undefined;
  return parseList(Buffer.from(payload, 'base64url').toString());
}

/** Parses a JSON array. Returns an empty list for any other text: anyone can add a valid checksum to arbitrary text. */
function parseList(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function checksum(payload: string, query: unknown): string {
  return hash('sha256', JSON.stringify([payload, query]), 'base64url').slice(0, CHECKSUM_LENGTH);
}
