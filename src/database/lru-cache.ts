/**
 * What is costly to make and kept by name: a prepared statement, a compiled query. The names are few, but a filter
 * with many values makes names of its own, so what was used longest ago is forgotten.
 */
export interface Recent<Made> {
  /** What there is under a name, made by `make` when it is not kept. */
  get(name: string, make: (name: string) => Made): Made;
  readonly size: number;
}

/** Keeps at most `limit` of them. */
export function recent<Made>(limit: number): Recent<Made> {
  // A Map keeps the order of insertion: the first is the one used longest ago.
  const kept = new Map<string, Made>();
  let newest: string | undefined;

  function forgetOldest(): void {
    const [oldest] = kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
  }

  return {
    get(name, make) {
      const known = kept.get(name);
      if (known !== undefined && name === newest) return known;
      newest = name;
      const made = known ?? make(name);
      if (known !== undefined) kept.delete(name);
      kept.set(name, made);
      if (kept.size > limit) forgetOldest();
      return made;
    },
    get size() {
      return kept.size;
    },
  };
}
