// Gathers the lines of the log and writes many at once: to write each by itself costs a system call, and a good part
// of a request. What a killed process has not written yet is lost, so nothing waits longer than a tenth of a second.
import type { Lines } from './logger.ts';

export interface LineBuffer extends Lines {
  /** Writes what has been gathered. */
  readonly flush: () => void;
}

const longestWaitMs = 100;
const mostCharacters = 32 * 1024;

/** A buffer in front of a stream. Whoever ends the process has to flush it. */
export function bufferLines(stream: Lines): LineBuffer {
  let gathered = '';
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const text = gathered;
    gathered = '';
    if (text !== '') stream.write(text);
  }

  return {
    write(line) {
      gathered += line;
      if (gathered.length >= mostCharacters) flush();
      // A line is no reason for the process to stay.
      else timer ??= setTimeout(flush, longestWaitMs).unref();
    },
    flush,
  };
}
