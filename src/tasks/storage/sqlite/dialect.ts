import type { Database } from '../../../database/database.ts';
import type { TaskDialect } from '../dialect.ts';
import type { TaskTables } from '../tables.ts';
import { sqliteSearch } from './search.ts';

export function sqliteDialect(database: Database<TaskTables>): TaskDialect {
  return { search: sqliteSearch(database) };
}
