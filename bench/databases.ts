// Creates the databases of the subjects. A database of each size is created once, with the service's migrations and the data
// of the scale check. It is stored in bench/.data for later runs, and copied for each subject.
import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openDatabase } from '../src/database/open.ts';
import { taskTable, type TaskRow } from '../src/tasks/table.ts';
import { storages } from '../src/storage.ts';
import { taskStorage } from '../src/tasks/storage/storage.ts';
import { batches, OWNER } from '../checks/scale/data.ts';
import { openStore } from './subjects/store.ts';

/** The benchmark reads one user's tasks and changes the other's. */
export const owners = { reader: OWNER, writer: 'auth0|writer' } as const;

const folder = join(import.meta.dirname, '.data');

/** The newest migration. It is part of the file name, so that a schema change creates new databases. */
const schemaVersion = Object.keys(taskStorage.migrations.sqlite).at(-1)?.replaceAll('/', '-') ?? '';

/**
 * Returns a database file with `count` tasks of the reader. Creates it if it does not exist, which takes one to two
 * minutes for a million tasks. Returns undefined if creating it takes more than `timeoutSeconds`.
 */
export async function seedOf(count: number, timeoutSeconds = Infinity): Promise<string | undefined> {
  const file = join(folder, `${count}-${schemaVersion}.db`);
  if (existsSync(file)) return file;
  if (count > 10_000) console.log(`Creating a database of ${count} tasks, which later runs will reuse …`);
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file}.new.db`;
  removeDatabase(unfinished);
  const database = await openDatabase({ url: `sqlite:${unfinished}` }, storages);
  await database.close();
  const store = openStore(unfinished, { durable: false });
  const deadline = performance.now() + timeoutSeconds * 1000;
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

/** Copies a database and returns the path of the copy. */
export function copyOf(file: string, to: string): string {
  removeDatabase(to);
  copyFileSync(file, to, constants.COPYFILE_FICLONE);
  return to;
}

/** Exports the tasks, and imports them with another checkout, whose tables may differ. Returns the new file. */
export function transferTo(checkout: string, from: string, to: string): string {
  const run = (cwd: string, database: string, args: readonly string[], input = ''): string => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      DATABASE_URL: `sqlite:${database}`,
    };
    const options = { cwd, env, input, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 30 } as const;
    return execFileSync(process.execPath, ['src/main.js', ...args], options);
  };
  removeDatabase(to);
  const tasks = run(join(import.meta.dirname, '..'), from, ['export', '-']);
  run(checkout, to, ['migrate']);
  run(checkout, to, ['import', '-'], tasks);
  return to;
}

/** Copies the reader's tasks into a database with the single table of the Python subjects. Returns the new file. */
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
    for (const row of rows) insert.run({ ...taskTable.decode(row), tags: undefined });
  })();
  database.close();
  return to;
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
