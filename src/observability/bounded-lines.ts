// Where nobody reads the log, a stream keeps all that is written to it in memory, without limit. Better a log with a
// gap, and a word of it, than a service that is ended for its memory.
import type { Writable } from 'node:stream';
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Lines } from './logger.ts';

export interface BoundedLines extends Lines {
  /** The lines that were lost so far. */
  readonly lost: number;
}

const mostBytes = 1024 * 1024;

/**
 * Lines on their way to a stream. When it has a megabyte that nobody has taken, lines are lost until it has none; then
 * `onLoss` is told how many.
 */
export function boundLines(
  stream: Pick<Writable, 'write' | 'writableLength' | 'once'>,
  onLoss: (lines: number) => void,
): BoundedLines {
  let lostBefore = 0;
  let losing = 0;

  function flowsAgain(): void {
    const lines = losing;
    lostBefore += lines;
    losing = 0;
    onLoss(lines);
  }

  return {
    write(text) {
      if (losing === 0 && stream.writableLength <= mostBytes) {
        stream.write(text);
        return;
      }
      if (losing === 0) stream.once('drain', flowsAgain);
      losing += text.split('\n').length - 1;
    },
    get lost() {
      return lostBefore + losing;
    },
  };
}

/** Adds the number of lost lines to the metrics. */
export function countLost(registry: Registry, lines: BoundedLines): void {
  new Counter({
    name: 'log_lines_lost_total',
    help: 'Lines of the log that were lost, because nobody took them.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(lines.lost);
    },
  });
}
