// Shows the progress of long-running work on standard error: a bar on a terminal, and a line every few seconds
// elsewhere.
import { Presets, SingleBar } from 'cli-progress';

/** Work that takes less time than this shows no progress. */
const minWorkMs = 2000;
const lineIntervalMs = 5000;

export interface Progress {
  /** Adds an amount of finished work, in units. */
  readonly advance: (amount: number) => void;
  /** Ends the display. */
  readonly stop: () => void;
}

export interface Work {
  /** What is being done, for example `Exporting`. */
  readonly name: string;
  /** The name of the unit, in the plural. */
  readonly unit: string;
  /** The number of units. Undefined if unknown, for example for standard input. */
  readonly total: number | undefined;
}

/** Where and when progress is shown. */
export interface Display {
  readonly stream: NodeJS.WriteStream;
  readonly minWorkMs: number;
  readonly lineIntervalMs: number;
}

/** Shows the progress of work that takes longer than two seconds. Works in synchronous loops too. */
export function showProgress(
  { name, unit, total }: Work,
  display: Display = { stream: process.stderr, minWorkMs, lineIntervalMs },
): Progress {
  const { stream } = display;
  let startAt = performance.now() + display.minWorkMs;
  let done = 0;
  let bar: SingleBar | undefined;

  /** Replaces the bar if the stream is not a terminal, because cli-progress writes empty lines there. */
  function writeLine(): void {
    const of = total === undefined ? '' : ` of ${Math.ceil(total)}`;
    const share = total === undefined || total === 0 ? '' : ` (${Math.floor((100 * done) / total)}%)`;
    stream.write(`${name}: ${Math.floor(done)}${of} ${unit}${share}\n`);
  }

  return {
    advance(amount) {
      done += amount;
      bar?.update(Math.floor(done));
      const now = performance.now();
      if (bar !== undefined || now < startAt) return;
      if (!stream.isTTY || total === undefined) {
        writeLine();
        startAt = now + display.lineIntervalMs;
        return;
      }
      const format = `${name} {bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted} left`;
      // `gracefulExit` would replace the signal handlers of the program.
      bar = new SingleBar({ format, stream, gracefulExit: false }, Presets.shades_classic);
      bar.start(Math.ceil(total), Math.floor(done));
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

/** Passes chunks on, and shows how many of their bytes have been read. */
export async function* withProgress(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  totalBytes: number | undefined,
): AsyncGenerator<Uint8Array> {
  const total = totalBytes === undefined ? undefined : mebibytes(totalBytes);
  const progress = showProgress({ name, unit: 'MiB', total });
  try {
    for await (const chunk of chunks) {
      yield chunk;
      progress.advance(mebibytes(chunk.length));
    }
  } finally {
    progress.stop();
  }
}

/** Converts bytes to MiB. */
function mebibytes(bytes: number): number {
  return bytes / 2 ** 20;
}
