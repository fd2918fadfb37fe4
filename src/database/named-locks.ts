/** Acquires the lock of a name without waiting. Returns its release, or undefined if the lock is held. */
export type TryLock = (name: string) => (() => void) | undefined;

/** Locks by name within this process. */
export function namedLocks(): TryLock {
  const held = new Set<string>();
  return (name) => {
    if (held.has(name)) return undefined;
    held.add(name);
    let isReleased = false;
    return () => {
      // A second release must not free a lock that was acquired again since.
      if (!isReleased) held.delete(name);
      isReleased = true;
    };
  };
}

/** Does the work while holding the lock of a name. Returns undefined at once if the lock is held. */
export async function withLock<T>(
  tryLock: TryLock,
  name: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const release = tryLock(name);
  if (release === undefined) return undefined;
  try {
    return await work();
  } finally {
    release();
  }
}
