/** Concurrent writes, at most one per owner. */
export interface OwnerWrites {
  /** Starts a write once the limits allow it. Throws the error of an earlier write that failed. */
  start(owner: string, write: () => Promise<void>): Promise<void>;
  /** Waits for all writes. Throws the error of the first write that failed. */
  finish(): Promise<void>;
  /** Waits for all writes, and ignores their errors. */
  settle(): Promise<void>;
}

/** Runs at most `maxConcurrent` writes at the same time. */
export function ownerWrites(maxConcurrent: number): OwnerWrites {
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];

  function throwFailure(): void {
    if (failures.length > 0) throw failures[0];
  }

  async function settle(): Promise<void> {
    await Promise.all(running.values());
  }

  return {
    async start(owner, write) {
      await running.get(owner);
      while (running.size >= maxConcurrent) await Promise.race(running.values());
      throwFailure();
      const written = write()
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => running.delete(owner));
      running.set(owner, written);
    },
    async finish() {
      await settle();
      throwFailure();
    },
    settle,
  };
}
