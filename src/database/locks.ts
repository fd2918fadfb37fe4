/** Locks by name within this process; taking one never waits. Returns the release, or undefined where it is held. */
export function namedLocks(): (name: string) => (() => void) | undefined {
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
