import { DatabaseUnavailable } from './errors.ts';

/** Waits for the turn of this name, at most so long, and gives what ends it. */
export type TakeTurn = (name: string, waitMs: number) => Promise<() => void>;

/**
 * Turns by name within this process, in the order of asking. Who waits for too long gives up as
 * `DatabaseUnavailable`, and all who have waited as long with it: a queue behind a turn that does not end is not
 * served one wait after another.
 */
export function turns(): TakeTurn {
  /** Who waits for each turn that is taken: each is called when it is their turn. */
  const queues = new Map<string, Set<() => void>>();

  function end(name: string): void {
    const [next] = queues.get(name) ?? [];
    if (next === undefined) queues.delete(name);
    else next();
  }

  function once(name: string): () => void {
    let ended = false;
    return () => {
      if (!ended) end(name);
      ended = true;
    };
  }

  return async (name, waitMs) => {
    const queue = queues.get(name);
    if (queue === undefined) {
      queues.set(name, new Set());
      return once(name);
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = setTimeout(() => {
        queue.delete(take);
        reject(new DatabaseUnavailable('busy'));
      }, waitMs);
      const take = (): void => {
        clearTimeout(giveUp);
        queue.delete(take);
        resolve();
      };
      queue.add(take);
    });
    return once(name);
  };
}
