// The databases that the contenders answer from: made once, by the service's own tables and the tests' own data, kept
// in a folder for the next run, and copied for each contender.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../src/database/open.ts';
import { batches, OWNER } from '../tests/scale/data.ts';
import { openStore } from './contenders/store.ts';

/** Whose tasks are read, which stay as they are, and whose are written. */
export const owners = { reader: OWNER, writer: 'auth0|writer' } as const;

const folder = join(import.meta.dirname, '.data');

/** The file with so many tasks of the reader; making a million takes a minute or two, the first time. */
export async function seedOf(count: number): Promise<string> {
  const file = join(folder, `${count}-tasks.db`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file}.new.db`;
  removeDatabase(unfinished);
  const database = await openDatabase({ url: `sqlite:${unfinished}` });
  await database.close();
  const store = openStore(unfinished, { durable: false });
  for (const batch of batches(count)) store.createAll(owners.reader, batch);
  store.close();
  renameSync(unfinished, file);
  return file;
}

/** A copy of the file with so many tasks. */
export async function copyOfSeed(count: number, to: string): Promise<string> {
  removeDatabase(to);
  copyFileSync(await seedOf(count), to);
  return to;
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
