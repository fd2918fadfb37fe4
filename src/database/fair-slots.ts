/** The limits for each owner, so that no owner occupies all slots. */
export interface Shares {
  /** How many slots an owner can use at once. */
  readonly perOwner: number;
  /** How many calls of an owner can wait. */
  readonly maxWaiting: number;
  /** How long a call can wait. */
  readonly waitMs: number;
}

/** A fixed number of slots, each of which does one piece of work at a time: threads or connections. */
export interface FairSlots<Slot> {
  /**
   * Waits for a slot, and runs the work in it. Throws the error that `refuse` creates if too many calls are waiting, or
   * if this call has waited for too long.
   */
  use<T>(owner: string, work: (slot: Slot) => Promise<T>): Promise<T>;
  readonly running: number;
  readonly waiting: number;
}

interface Owner {
  running: number;
  /** Functions that start the waiting calls. */
  readonly queue: Set<() => void>;
}

/** Shares slots between owners. They take turns: a free slot goes to the owner who has waited longest for a turn. */
export function fairSlots<Slot>(
  slots: readonly Slot[],
  { perOwner, maxWaiting, waitMs }: Shares,
  refuse: () => Error,
): FairSlots<Slot> {
  const free = [...slots];
  /** The owners of running and waiting calls, the next one first. */
  const owners = new Map<string, Owner>();

  function take(owner: Owner): Slot {
    owner.running += 1;
    return free.pop() as Slot;
  }

  function mayTake({ running }: Owner): boolean {
    return free.length > 0 && running < perOwner;
  }

  function startNext(): void {
    for (const owner of owners.values()) {
      const [start] = owner.queue;
      if (start === undefined || !mayTake(owner)) continue;
      start();
      return;
    }
  }

  /** Removes an owner who has no running or waiting calls. */
  function forget(name: string, { running, queue }: Owner): void {
    if (running === 0 && queue.size === 0) owners.delete(name);
  }

  async function wait(name: string, owner: Owner): Promise<Slot> {
    if (owner.queue.size >= maxWaiting) throw refuse();
    return await new Promise<Slot>((resolve, reject) => {
      const timeout = setTimeout(() => {
        owner.queue.delete(start);
        forget(name, owner);
        reject(refuse());
      }, waitMs);
      const start = (): void => {
        clearTimeout(timeout);
        owner.queue.delete(start);
        resolve(take(owner));
      };
      owner.queue.add(start);
    });
  }

  return {
    async use(name, work) {
      const owner = owners.get(name) ?? { running: 0, queue: new Set() };
      owners.set(name, owner);
      const slot = mayTake(owner) ? take(owner) : await wait(name, owner);
      try {
        return await work(slot);
      } finally {
        free.push(slot);
        owner.running -= 1;
        // Moves the owner to the end of the order.
        owners.delete(name);
        owners.set(name, owner);
        forget(name, owner);
        startNext();
      }
    },
    get running() {
      return slots.length - free.length;
    },
    get waiting() {
      return [...owners.values()].reduce((sum, { queue }) => sum + queue.size, 0);
    },
  };
}
