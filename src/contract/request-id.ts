// Names for requests: UUIDv7, so that they sort by time. The package asks the system for 16 random bytes each time,
// which costs more than the rest; here it gets them from a page of such bytes, each used once.
import { randomFillSync } from 'node:crypto';
import { v7 as uuid } from 'uuid';

const length = 16;
const page = new Uint8Array(256 * length);
let used = page.length;

/** A new name. */
export function newRequestId(): string {
  if (used === page.length) {
    randomFillSync(page);
    used = 0;
  }
  used += length;
  return uuid({ random: page.subarray(used - length, used) });
}
