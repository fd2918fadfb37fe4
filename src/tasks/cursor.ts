// A cursor is where a page ended, with a checksum and the fingerprint of the query that it belongs to. It is opaque
// and no secret: any instance reads it, also after a restart, and one that was altered or is used with another query
// is noticed. Noticed, not prevented: somebody who computes a checksum only reaches other places in their own list.
import { hash } from 'node:crypto';
import { isPlaceIn, type Order, type SortPosition } from './sort.ts';

const checksumLength = 11;

/** Writes a cursor for the last row of a page of the query. */
export function writeCursor(position: SortPosition, query: unknown): string {
  const payload = Buffer.from(JSON.stringify([position.value, position.id])).toString('base64url');
  return checksum(payload, query) + payload;
}

/** Reads a cursor, or gives undefined when it was altered or belongs to another query, whose order is another. */
export function readCursor(cursor: string, query: unknown, order: Order): SortPosition | undefined {
  const payload = cursor.slice(checksumLength);
  if (cursor.slice(0, checksumLength) !== checksum(payload, query)) return undefined;
  const [value, id, ...rest] = listIn(Buffer.from(payload, 'base64url').toString());
  const place = { value, id };
  return rest.length === 0 && isPlaceIn(order, place) ? place : undefined;
}

/** The list that a JSON text is of, empty for any other text: a checksum says nothing of who has computed it. */
function listIn(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function checksum(payload: string, query: unknown): string {
  return hash('sha256', JSON.stringify([payload, query]), 'base64url').slice(0, checksumLength);
}
