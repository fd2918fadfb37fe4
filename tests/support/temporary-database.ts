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

/** Runs a function at the end of the current test. */
export function atEnd(step: () => Promise<void> | void): void {
  undo.push(step);
}

/** A path for a database that does not exist yet. */
export function temporaryPath(): string {
  return join(temporaryFolder(), 'tasks.db');
}

/** Opens a database until the end of the test, by default in a new file. */
export async function openTemporary(
  options: Partial<DatabaseOptions> & { path?: string } = {},
): Promise<Database<Tables>> {
  const { path = temporaryPath(), ...others } = options;
  const database = await openDatabase({ url: `sqlite:${path}`, ...others }, storages);
  atEnd(() => database.close());
  return database;
}

/** Opens an empty database of the tested engine until the end of the test. */
export async function openFresh(): Promise<Database<Tables>> {
  const { database, remove } = await openShared();
  atEnd(remove);
  return database;
}

/** Opens an empty database of the tested engine that several tests share. */
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
