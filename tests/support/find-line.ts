import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * Reads the lines that a program writes until `find` returns a value for one of them. Throws an error with the lines if the
 * output ends before that.
 */
export async function findLine<T>(
  name: string,
  stream: Readable,
  find: (line: string) => T | undefined,
): Promise<T> {
  const lines: string[] = [];
  for await (const line of createInterface(stream)) {
    const found = find(line);
    if (found !== undefined) {
      // Reading continues, because a program whose output is not read would block.
      stream.resume();
      return found;
    }
    lines.push(line);
  }
  throw new Error(`${name} did not start:\n${lines.join('\n')}`);
}
