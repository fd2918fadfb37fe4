import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import type { Database, DatabaseOptions } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';

const undo: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Does something at the end of the running test. */
export function atEnd(step: () => Promise<void> | void): void {
  undo.push(step);
}

/** A folder that is there until the end of the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tasks-'));
  atEnd(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** The path of a database that does not exist yet. */
export function temporaryPath(): string {
  return join(temporaryFolder(), 'tasks.db');
}

/** A database that is open until the end of the test, by default one in a new file. */
export async function openTemporary(
  options: Partial<DatabaseOptions> & { path?: string } = {},
): Promise<Database> {
  const { path = temporaryPath(), ...others } = options;
  const database = await openDatabase({ url: `sqlite:${path}`, ...others });
  atEnd(() => database.close());
  return database;
}
