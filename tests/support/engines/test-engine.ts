/** A database of a test, and what another program may do to it. */
export interface TestDatabase {
  readonly url: string;
  /** Blocks writers, but not readers, until the returned function is called. */
  lock(): Promise<() => Promise<void>>;
  /** Runs statements that the service does not know of. */
  run(...statements: readonly string[]): Promise<void>;
  /** Leaves space for a few tasks only, unless `smallDatabase` did. */
  fillUp(): Promise<void>;
  /** Drops the database, even if it is in use. */
  remove(): Promise<void>;
}

export interface TestEngine {
  /** A new database with the tables of today; for SQLite, in this folder. */
  makeDatabase(folder: string): Promise<TestDatabase>;
  /** The same, as quick as can be: in memory, where there is such a thing. */
  makeQuickDatabase(): Promise<Pick<TestDatabase, 'url' | 'remove'> & { readonly isMigrated: boolean }>;
  /** The settings of a service whose database is soon full. */
  readonly smallDatabase: Readonly<Record<string, string>>;
  /** The logged error of a missing table. */
  readonly missingTable: { readonly name: string; readonly message: RegExp };
  /** The codes of errors for values that a column rejects. */
  readonly refusalCodes: RegExp;
}
