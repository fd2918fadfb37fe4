import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import type { Database, DatabaseOptions } from '../../src/database/database.ts';
import { engine } from './engine.ts';
import { openDatabase } from '../../src/database/open.ts';
import { storages, type Tables } from '../../src/storage.ts';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.ts';

const undo: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  removeTemporaryFolders();
});

/** Does something at the end of the running test. */
export function atEnd(step: () => Promise<void> | void): void {
  undo.push(step);
}

/** The path of a database that does not exist yet. */
export function temporaryPath(): string {
  return join(temporaryFolder(), 'tasks.db');
}

/** A database that is open until the end of the test, by default one in a new file. */
export async function openTemporary(
  options: Partial<DatabaseOptions> & { path?: string } = {},
): Promise<Database<Tables>> {
  const { path = temporaryPath(), ...others } = options;
  const database = await openDatabase({ url: `sqlite:${path}`, ...others }, storages);
  atEnd(() => database.close());
  return database;
}

/** An empty database of the engine that is tested, open until the end of the test. */
export async function openFresh(): Promise<Database<Tables>> {
  const { database, remove } = await openShared();
  atEnd(remove);
  return database;
}

/** An empty database of the engine that is tested, for the tests that share it. */
export async function openShared(): Promise<{ database: Database<Tables>; remove: () => Promise<void> }> {
  const { url, isMigrated, remove } = await engine.makeQuickDatabase();
  const database = await openDatabase({ url, migrate: !isMigrated }, storages);
  return {
    database,
    remove: async () => {
      await database.close();
      await remove();
    },
  };
}
