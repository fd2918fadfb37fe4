// The databases that the contenders answer from: made once, by the service's own tables and the tests' own data, kept
// in a folder for the next run, and copied for each contender.
import { constants, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openDatabase } from '../src/database/open.ts';
import { storedTask } from '../src/tasks/table.ts';
import type { TaskRow } from '../src/tasks/table.ts';
import { storages } from '../src/storage.ts';
import { taskStorage } from '../src/tasks/storage/storage.ts';
import { batches, OWNER } from '../checks/scale/data.ts';
import { openStore } from './contenders/store.ts';

/** Whose tasks are read, which stay as they are, and whose are written. */
export const owners = { reader: OWNER, writer: 'auth0|writer' } as const;

const folder = join(import.meta.dirname, '.data');

/** The databases are those of the newest tables. */
const tables = Object.keys(taskStorage.migrations.sqlite).at(-1)?.replaceAll('/', '-') ?? '';

/**
 * The file with so many tasks of the reader. Making a million takes a minute or two, the first time; undefined when it
 * takes longer than there is patience for.
 */
export async function seedOf(count: number, patienceSeconds = Infinity): Promise<string | undefined> {
  const file = join(folder, `${count}-${tables}.db`);
  if (existsSync(file)) return file;
  if (count > 10_000) console.log(`Making a database of ${count} tasks, which is kept for the next time …`);
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file}.new.db`;
  removeDatabase(unfinished);
  const database = await openDatabase({ url: `sqlite:${unfinished}` }, storages);
  await database.close();
  const store = openStore(unfinished, { durable: false });
  const deadline = performance.now() + patienceSeconds * 1000;
  let isInTime = true;
  for (const batch of batches(count)) {
    store.createAll(owners.reader, batch);
    isInTime = performance.now() < deadline;
    if (!isInTime) break;
  }
  store.close();
  if (isInTime) renameSync(unfinished, file);
  else removeDatabase(unfinished);
  return isInTime ? file : undefined;
}

/** A copy of a database. */
export function copyOf(file: string, to: string): string {
  removeDatabase(to);
  copyFileSync(file, to, constants.COPYFILE_FICLONE);
  return to;
}

/** The same tasks in the one table that the Python contenders have. */
export function pythonDatabase(file: string, to: string): string {
  removeDatabase(to);
  const source = new Sqlite(file, { readonly: true });
  const rows = source
    .prepare<[string], TaskRow>('select * from task where owner = ? order by position')
    .all(owners.reader);
  source.close();
  const database = new Sqlite(to);
  database.pragma('journal_mode = wal');
  database.exec(
    `create table tasks (id text primary key, title text not null, description text, status text not null,
      priority text not null, due_at text, created_at text not null, updated_at text not null);
    create index tasks_by_age on tasks (created_at);`,
  );
  const insert = database.prepare(
    `insert into tasks (id, title, description, status, priority, due_at, created_at, updated_at)
    values (@id, @title, @description, @status, @priority, @dueAt, @createdAt, @updatedAt)`,
  );
  database.transaction(() => {
    for (const row of rows) insert.run({ ...storedTask(row).task, tags: undefined });
  })();
  database.close();
  return to;
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
