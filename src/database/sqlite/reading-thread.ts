// A worker thread with a connection of its own, as the main thread sees it.
import { Worker } from 'node:worker_threads';
import { DatabaseUnavailable, ReadStopped, type UnavailableReason } from '../errors.ts';

/** What a thread requires to open its connection. */
export interface ThreadSettings {
  readonly path: string;
  readonly busyTimeoutMs: number;
}

/** What the thread receives. */
export interface ThreadData extends ThreadSettings {
  /** Not 0 when the running statement must stop. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** A statement to run. */
export interface ThreadRequest {
  readonly text: string;
  readonly parameters: readonly unknown[];
  readonly timeoutMs: number;
}

/** The rows of a statement, or its error. Classes do not cross the boundary between threads. */
export type ThreadResponse =
  | { readonly rows: readonly unknown[] }
  | { readonly stopped: true }
  | { readonly unavailable: UnavailableReason; readonly cause: unknown }
  | { readonly error: unknown };

export interface ReadingThread {
  /** Runs a statement to its last row, one at a time. Throws `ReadStopped` at its deadline. */
  execute(request: ThreadRequest): Promise<readonly unknown[]>;
  /** Stops the running statement, and ends the thread. */
  close(): Promise<void>;
}

/** Creates a thread, which starts with its first statement, and again with the next one after it has failed. */
export function readingThread(settings: ThreadSettings): ReadingThread {
  let worker: Worker | undefined;
  let running: PromiseWithResolvers<ThreadResponse> | undefined;
  const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let isClosed = false;

  function start(): Worker {
    const workerData: ThreadData = { ...settings, cancelled };
    const started = new Worker(new URL('reading-thread-main.ts', import.meta.url), { workerData });
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
      // An idle thread does not keep the process running.
      used.ref();
      try {
        used.postMessage(request);
        return rowsOf(await running.promise);
      } finally {
        used.unref();
      }
    },
    async close() {
      isClosed = true;
      Atomics.store(cancelled, 0, 1);
      // SQLite does not notice that its thread is terminated.
      await running?.promise.catch(() => undefined);
      await worker?.terminate();
    },
  };
}

function rowsOf(response: ThreadResponse): readonly unknown[] {
  if ('rows' in response) return response.rows;
  if ('stopped' in response) throw new ReadStopped('deadline');
  if ('unavailable' in response) {
    throw new DatabaseUnavailable(response.unavailable, { cause: response.cause });
  }
  throw response.error;
}
