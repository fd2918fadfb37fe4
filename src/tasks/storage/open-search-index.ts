import type { Database } from '../../database/database.ts';
import type { EngineName } from '../../database/storage.ts';
import { postgresSearch } from './postgres/search.ts';
import type { SearchIndex } from './search-index.ts';
import { sqliteSearch } from './sqlite/search.ts';
import type { TaskTables } from './tables.ts';

const indexes: Readonly<Record<EngineName, (database: Database<TaskTables>) => SearchIndex>> = {
  sqlite: sqliteSearch,
  postgres: () => postgresSearch,
};

/** The search index of a database. */
export function openSearchIndex(database: Database<TaskTables>): SearchIndex {
  return indexes[database.engine](database);
}
