import { TransferError } from './transfer-error.ts';

const NEWLINE = 0x0a;

/**
 * The maximum length of a line. The lines of an export are shorter. A file that is not an export may have no newline at
 * all.
 */
const MAX_LINE_BYTES = 1024 * 1024;

/**
 * Yields the lines of a stream with their newlines. The last line may have no newline. Keeps at most one line and one
 * chunk in memory.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let number = 1;
  for await (const chunk of chunks) {
    let bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE)) {
      yield bytes.subarray(0, end + 1);
      bytes = bytes.subarray(end + 1);
      number += 1;
    }
    if (bytes.length > MAX_LINE_BYTES) {
      throw new TransferError(`Line ${number} is longer than ${MAX_LINE_BYTES} bytes`);
    }
    rest = bytes;
  }
  if (rest.length > 0) yield rest;
}
