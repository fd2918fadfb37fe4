import { recent } from '../lru-cache.ts';

/**
 * A statement with a name is parsed once for a connection, and planned once when the plan is the same for all values.
 * PostgreSQL keeps it as long as the connection lives, so both are limited: the names that are in use, and those
 * that one connection has seen before it is replaced. Filters with many values make texts of their own without end.
 */
const NAMES = 200;
const NAMES_OF_A_CONNECTION = 400;

export interface StatementNames {
  /** The name to run a text by; undefined for one that is to be planned for its values each time. */
  nameOf(text: string): string | undefined;
}

/** The names of a pool. The one used longest ago makes room for a new one, and no name is ever used again. */
export function statementNames(limit = NAMES): StatementNames {
  const names = recent<string>(limit);
  let given = 0;
  return {
    nameOf(text) {
      // How many tasks a search finds decides how to go about it, and only the words tell.
      if (text.includes('@@')) return undefined;
      return names.get(text, () => `s${(given += 1)}`);
    },
  };
}

/** Counts the names that one connection has seen, and tells when it has seen enough. */
export function nameCounter(limit = NAMES_OF_A_CONNECTION): {
  see(name: string): void;
  readonly full: boolean;
} {
  const seen = new Set<string>();
  return {
    see: (name) => seen.add(name),
    get full() {
      return seen.size >= limit;
    },
  };
}
