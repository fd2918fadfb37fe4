import type { Database } from '../../../database/database.ts';
import type { TaskDialect } from '../dialect.ts';
import type { TaskTables } from '../tables.ts';
import { sqliteSearch } from './search.ts';

/** SQLite stops reading each branch of a UNION ALL at the LIMIT of the whole. */
export function sqliteDialect(database: Database<TaskTables>): TaskDialect {
  return { search: sqliteSearch(database), limitBranch: (branch) => branch };
}
