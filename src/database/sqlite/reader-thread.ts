// A reader thread: a worker thread with its own connection, controlled by the main thread.
import { Worker } from 'node:worker_threads';
import { DatabaseUnavailable, ReadStopped, type UnavailableReason } from '../errors.ts';

/** The data that a thread requires to open its connection. */
export interface ThreadSettings {
  readonly path: string;
  readonly busyTimeoutMs: number;
}

/** The data that a thread receives when it starts. */
export interface ThreadData extends ThreadSettings {
  /** Set to a value other than 0 to stop the running statement. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** A statement to run. */
export interface ThreadRequest {
  readonly text: string;
  readonly parameters: readonly unknown[];
  readonly timeoutMs: number;
}

/** How a statement ended, and the processor time that it took. */
export interface ThreadResponse {
  readonly outcome: ThreadOutcome;
  readonly processorMs: number;
}

/**
 * The rows of a statement, or its error. Errors lose their class between threads, so there is a member for each kind.
 */
export type ThreadOutcome =
  | { readonly rows: readonly unknown[] }
  | { readonly stopped: true }
  | { readonly unavailable: UnavailableReason; readonly cause: unknown }
  | { readonly error: unknown };

export interface ReaderThread {
  /** Runs a statement and returns all its rows. Only one can run at a time. Throws `ReadStopped` at its deadline. */
  execute(request: ThreadRequest): Promise<readonly unknown[]>;
  /** The processor time of all statements so far. */
  readonly processorMs: number;
  /** Stops the running statement, and ends the thread. */
  close(): Promise<void>;
}

/**
 * Returns a thread that starts when it receives its first statement. If it fails, it starts again for the next
 * statement.
 */
export function readerThread(settings: ThreadSettings): ReaderThread {
  let worker: Worker | undefined;
  let running: PromiseWithResolvers<ThreadResponse> | undefined;
  const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let isClosed = false;
  let processorMs = 0;

  function start(): Worker {
    const workerData: ThreadData = { ...settings, cancelled };
    const started = new Worker(new URL('reader-thread-main.ts', import.meta.url), { workerData });
    started.on('message', (response: ThreadResponse) => running?.resolve(response));
    started.on('error', (error) => running?.reject(error));
    started.on('exit', () => {
      worker = undefined;
      running?.reject(new DatabaseUnavailable('closed'));
    });
    return started;
  }

  return {
    async execute(request) {
      if (isClosed) throw new DatabaseUnavailable('closed');
      const used = (worker ??= start());
      running = Promise.withResolvers();
      // Only a running statement keeps the process alive.
      used.ref();
      try {
        used.postMessage(request);
        const response = await running.promise;
        processorMs += response.processorMs;
        return rowsOf(response.outcome);
      } finally {
        used.unref();
      }
    },
    get processorMs() {
      return processorMs;
    },
    async close() {
      isClosed = true;
      Atomics.store(cancelled, 0, 1);
      // Waits for the statement to stop, because SQLite does not notice that its thread was terminated.
      await running?.promise.catch(() => undefined);
      await worker?.terminate();
    },
  };
}

function rowsOf(outcome: ThreadOutcome): readonly unknown[] {
  if ('rows' in outcome) return outcome.rows;
  if ('stopped' in outcome) throw new ReadStopped('deadline');
  if ('unavailable' in outcome) {
    throw new DatabaseUnavailable(outcome.unavailable, { cause: outcome.cause });
  }
  throw outcome.error;
}
