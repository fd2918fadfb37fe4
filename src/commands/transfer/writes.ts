// Writes that run beside the reading, and beside each other: one of an owner at a time, and so many in all.

/** Writes under way. */
export interface Writes {
  /** Begins a write, as soon as there is room for it; throws what a write before it has thrown. */
  begin(owner: string, write: () => Promise<void>): Promise<void>;
  /** Waits for all of them; throws what one of them has thrown. */
  end(): Promise<void>;
  /** Waits for all of them, however they end. */
  settle(): Promise<void>;
}

/** At most `limit` writes at the same time. */
export function writesByOwner(limit: number): Writes {
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];

  function check(): void {
    if (failures.length > 0) throw failures[0];
  }

  async function settle(): Promise<void> {
    await Promise.all(running.values());
  }

  return {
    async begin(owner, write) {
      await running.get(owner);
      while (running.size >= limit) await Promise.race(running.values());
      check();
      const written = write()
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => running.delete(owner));
      running.set(owner, written);
    },
    async end() {
      await settle();
      check();
    },
    settle,
  };
}
