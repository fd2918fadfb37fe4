import Sqlite from 'better-sqlite3';
import type { TestDatabase, TestEngine } from './test-engine.ts';

/** SQLite, in a file or in memory. */
export const sqlite: TestEngine = {
  makeDatabase: async (folder) => databaseIn(`${folder}/tasks.db`),
  makeQuickDatabase: async () => ({
    url: 'sqlite::memory:',
    isMigrated: false,
    remove: async () => undefined,
  }),
  smallDatabase: { DATABASE_MAX_MB: '1' },
  missingTable: { name: 'SqliteError', message: /^no such table/ },
  refusalCodes: /^SQLITE_CONSTRAINT_(CHECK|DATATYPE)$/,
};

function databaseIn(path: string): TestDatabase {
  return {
    url: `sqlite:${path}`,
    lock: async () => {
      const other = new Sqlite(path);
      other.exec('begin immediate');
      return async () => {
        other.exec('commit');
        other.close();
      };
    },
    run: async (...statements) => {
      const other = new Sqlite(path);
      for (const statement of statements) other.exec(statement);
      other.close();
    },
    fillUp: async () => undefined,
    // The database is removed with its directory.
    remove: async () => undefined,
  };
}
