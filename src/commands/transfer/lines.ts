// A file line by line, as bytes, and never more of it in memory than a line and what is read at once.
import { MovingError } from './error.ts';

const NEWLINE = 0x0a;

/** No task is longer. A file that is something else may have no lines at all. */
const LONGEST = 1024 * 1024;

/** The lines with their newlines; the last one may have none. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let number = 1;
  for await (const chunk of chunks) {
    let bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE)) {
      yield bytes.subarray(0, end + 1);
      bytes = bytes.subarray(end + 1);
      number += 1;
    }
    if (bytes.length > LONGEST) throw new MovingError(`Line ${number} is longer than any task`);
    rest = bytes;
  }
  if (rest.length > 0) yield rest;
}
