// The stream behind the log. Each write to it is a system call, which costs 15 % of the CPU time of a read, so the sink
// writes lines in batches. If the reader stalls, the stream buffers without bound, so above a limit the sink drops
// lines and counts them. docs/decisions/0017-log-sink.md compares the alternatives.
import type { Writable } from 'node:stream';
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

export interface LogSink {
  /** Adds a line, which must end in a line feed. */
  write(line: string): void;
  /** Writes the current batch. Call it before the process exits. */
  flush(): void;
  /** The number of lines dropped so far. */
  readonly droppedLines: number;
}

const maxBatchLength = 32 * 1024;
/** A killed process loses its current batch, so a batch waits no longer than this. */
const maxBatchAgeMs = 100;
const maxPendingBytes = 1024 * 1024;

/**
 * Creates a sink for a stream. When more than a megabyte is pending in the stream, the sink drops lines until the
 * stream has drained, and then calls `onResume` with their number. Lines that the stream fails to write count as
 * dropped too.
 */
export function createLogSink(
  stream: Pick<Writable, 'write' | 'writableLength' | 'once'>,
  onResume: (droppedLines: number) => void,
): LogSink {
  let batch = '';
  let batchLines = 0;
  let timer: NodeJS.Timeout | undefined;
  let droppedLines = 0;
  /** The value of `droppedLines` when the stream stalled; undefined while it flows. */
  let droppedBeforeStall: number | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (batch === '') return;
    const [text, lines] = [batch, batchLines];
    batch = '';
    batchLines = 0;
    stream.write(text, (error) => {
      if (error) droppedLines += lines;
    });
    if (droppedBeforeStall === undefined && stream.writableLength > maxPendingBytes) {
      droppedBeforeStall = droppedLines;
      stream.once('drain', resume);
    }
  }

  function resume(): void {
    const dropped = droppedLines - (droppedBeforeStall ?? 0);
    droppedBeforeStall = undefined;
    if (dropped > 0) onResume(dropped);
  }

  return {
    write(line) {
      if (droppedBeforeStall !== undefined) {
        droppedLines += 1;
        return;
      }
      batch += line;
      batchLines += 1;
      if (batch.length >= maxBatchLength) flush();
      // The timer must not keep the process alive.
      else timer ??= setTimeout(flush, maxBatchAgeMs).unref();
    },
    flush,
    get droppedLines() {
      return droppedLines;
    },
  };
}

/** Adds the number of dropped lines to the metrics. */
export function countDroppedLines(registry: Registry, sink: LogSink): void {
  new Counter({
    name: 'log_lines_dropped_total',
    help: 'Log lines dropped because the log stream stalled or failed.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(sink.droppedLines);
    },
  });
}
