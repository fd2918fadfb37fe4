import type { TaskDialect } from '../dialect.ts';
import { postgresSearch } from './search.ts';

export function postgresDialect(): TaskDialect {
  return { search: postgresSearch };
}
