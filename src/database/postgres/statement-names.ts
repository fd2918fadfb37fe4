import { LRUCache } from 'lru-cache';

// PostgreSQL parses a named statement once per connection, and plans it once if the plan does not depend on the values.
// It keeps the statement until the connection ends. Filters with many values produce an unlimited number of statements.
// The number of names in use and the number of names per connection are therefore both limited.

const MAX_NAMES = 200;
const MAX_NAMES_OF_CONNECTION = 400;

export interface StatementNames {
  /** The name for a query's text, or undefined if the plan must depend on the values of each run. */
  nameOf(text: string): string | undefined;
}

/** The statement names of a pool. A new name replaces the least recently used one. Names are never reused. */
export function statementNames(maxNames = MAX_NAMES): StatementNames {
  let count = 0;
  const names = new LRUCache<string, string>({ max: maxNames, memoMethod: () => `s${(count += 1)}` });
  return {
    // The best plan of a full-text search depends on how many rows the words match.
    nameOf: (text) => (text.includes('@@') ? undefined : names.memo(text)),
  };
}

/** Counts the names that one connection has used. */
export function nameCounter(maxNames = MAX_NAMES_OF_CONNECTION): {
  see(name: string): void;
  readonly isFull: boolean;
} {
  const seen = new Set<string>();
  return {
    see: (name) => seen.add(name),
    get isFull() {
      return seen.size >= maxNames;
    },
  };
}
