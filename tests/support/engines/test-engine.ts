/** A test database, with functions that act on it as another program would. */
export interface TestDatabase {
  readonly url: string;
  /** Blocks writers, but not readers, until the returned function is called. */
  lock(): Promise<() => Promise<void>>;
  /** Runs statements outside the service. */
  run(...statements: readonly string[]): Promise<void>;
  /** Leaves space for only a few tasks, unless `smallDatabase` has done so. */
  fillUp(): Promise<void>;
  /** Drops the database, even if it is in use. */
  remove(): Promise<void>;
}

export interface TestEngine {
  /** Creates a database with the current tables. For SQLite, it is in this directory. */
  makeDatabase(folder: string): Promise<TestDatabase>;
  /** Creates a database with the current tables as fast as possible: in memory, if the engine supports it. */
  makeQuickDatabase(): Promise<Pick<TestDatabase, 'url' | 'remove'> & { readonly isMigrated: boolean }>;
  /** The settings of a service whose database is full after a few tasks. */
  readonly smallDatabase: Readonly<Record<string, string>>;
  /** The error that is logged for a missing table. */
  readonly missingTable: { readonly name: string; readonly message: RegExp };
  /** The codes of errors for values that a column rejects. */
  readonly refusalCodes: RegExp;
}
