/** Takes the lock of this name, without waiting: gives its release, or undefined where it is held. */
export type TryLock = (name: string) => (() => void) | undefined;

/** Locks by name within this process. */
export function namedLocks(): TryLock {
  const held = new Set<string>();
  return (name) => {
    if (held.has(name)) return undefined;
    held.add(name);
    let released = false;
    return () => {
      // A second release must not free a lock that someone else has taken since.
      if (!released) held.delete(name);
      released = true;
    };
  };
}

/** Does the work with the lock of this name, or gives undefined at once where it is held. */
export async function alone<T>(
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
