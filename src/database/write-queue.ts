import { DatabaseUnavailable } from './errors.ts';

/** How long a write waits in total, by default. */
export const DEFAULT_WRITE_WAIT_MS = 1000;

/** Waits for a turn in the queue with this name, for at most `timeoutMs`. Returns the function that ends the turn. */
export type EnterQueue = (name: string, timeoutMs: number) => Promise<() => void>;

/**
 * Queues by name within this process, first in, first out. An entry that waits for too long fails with
 * `DatabaseUnavailable`. The timeouts of all entries run at the same time, so that entries do not time out one after
 * another behind a turn that never ends.
 */
export function writeQueue(): EnterQueue {
  /** For each queue with a running turn, the functions that start the waiting turns. */
  const queues = new Map<string, Set<() => void>>();

  function startNext(name: string): void {
    const [next] = queues.get(name) ?? [];
    if (next === undefined) queues.delete(name);
    else next();
  }

  function turnEnd(name: string): () => void {
    let hasEnded = false;
    return () => {
      if (!hasEnded) startNext(name);
      hasEnded = true;
    };
  }

  return async (name, timeoutMs) => {
    const queue = queues.get(name);
    if (queue === undefined) {
      queues.set(name, new Set());
      return turnEnd(name);
    }
    await new Promise<void>((resolve, reject) => {
      const timeout = setTimeout(() => {
        queue.delete(start);
        reject(new DatabaseUnavailable('busy'));
      }, timeoutMs);
      const start = (): void => {
        clearTimeout(timeout);
        queue.delete(start);
        resolve();
      };
      queue.add(start);
    });
    return turnEnd(name);
  };
}
