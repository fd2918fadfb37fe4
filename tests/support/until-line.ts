import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * Reads the lines that a program writes until `find` has found what it looks for in one. Throws with the lines when they
 * end before that.
 */
export async function untilLine<T>(
  name: string,
  stream: Readable,
  find: (line: string) => T | undefined,
): Promise<T> {
  const lines: string[] = [];
  for await (const line of createInterface(stream)) {
    const found = find(line);
    if (found !== undefined) {
      // A program whose output is no longer read would block.
      stream.resume();
      return found;
    }
    lines.push(line);
  }
  throw new Error(`${name} did not start:\n${lines.join('\n')}`);
}
