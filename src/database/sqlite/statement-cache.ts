/**
 * Kysely prepares the statement of every query anew, which costs more than running it. The texts are few, but
 * a filter with many values makes texts of its own, so the cache forgets the statement used longest ago.
 */
export interface StatementCache<Statement> {
  /** The statement for a text, made by `prepare` when it is not kept. */
  get(text: string): Statement;
  readonly size: number;
}

/** A cache of at most `limit` statements. */
export function statementCache<Statement>(
  limit: number,
  prepare: (text: string) => Statement,
): StatementCache<Statement> {
  // A Map keeps the order of insertion: the first is the one used longest ago.
  const kept = new Map<string, Statement>();

  function forgetOldest(): void {
    const [oldest] = kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
  }

  return {
    get(text) {
      const known = kept.get(text);
      const statement = known ?? prepare(text);
      if (known !== undefined) kept.delete(text);
      kept.set(text, statement);
      if (kept.size > limit) forgetOldest();
      return statement;
    },
    get size() {
      return kept.size;
    },
  };
}
