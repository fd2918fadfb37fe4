// The database engine of a test run. The same tests run on each engine (jest.config.js has a project for each).
import { postgres } from './engines/postgres.ts';
import { sqlite } from './engines/sqlite.ts';
import type { TestEngine } from './engines/test-engine.ts';
import { storages } from '../../src/storage.ts';

export type { TestDatabase, TestEngine } from './engines/test-engine.ts';

declare global {
  /** The engine of the Jest project, which jest.config.js sets. */
  var testedEngine: 'postgres' | 'sqlite' | undefined;
}

export const engineName = globalThis.testedEngine ?? 'sqlite';

export const engine: TestEngine = { sqlite, postgres }[engineName];

/** Statements that drop all tables. */
export const dropAllTables = storages
  .flatMap(({ tables }) => tables)
  .map((table) => `drop table if exists ${table}`);
