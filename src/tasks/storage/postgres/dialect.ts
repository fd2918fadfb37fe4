import type { TaskDialect } from '../dialect.ts';
import { postgresSearch } from './search.ts';

/** PostgreSQL plans each branch of a UNION ALL for all of its rows, and may sort them, unless it has its own LIMIT. */
export function postgresDialect(): TaskDialect {
  return { search: postgresSearch, limitBranch: (branch, limited) => limited(branch) };
}
