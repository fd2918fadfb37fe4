// Injects failures into the running service through its database file.
import Sqlite from 'better-sqlite3';
import { setTimeout } from 'node:timers/promises';

// Writes wait up to one second before the service returns 503.
const heldMs = 400;
const freeMs = 40;

/** Locks the database repeatedly, so that writes wait but succeed. Returns a function that stops the locking. */
export function lockDatabase(file: string): () => Promise<void> {
  const database = new Sqlite(file, { timeout: 5000 });
  let holding = true;
  const loop = async (): Promise<void> => {
    while (holding) {
      database.exec('begin immediate');
      await setTimeout(heldMs);
      database.exec('commit');
      await setTimeout(freeMs);
    }
    database.close();
  };
  const ended = loop();
  return async () => {
    holding = false;
    await ended;
  };
}

/**
 * Renames the task table, so that task operations fail and the service is not ready. Returns a function that renames it
 * back.
 */
export function renameTaskTable(file: string): () => void {
  const database = new Sqlite(file, { timeout: 5000 });
  database.exec('alter table task rename to task_elsewhere');
  return () => {
    database.exec('alter table task_elsewhere rename to task');
    database.close();
  };
}

/** Stores a task that violates the contract and returns its id. */
export function corruptTask(file: string): string {
  const database = new Sqlite(file, { timeout: 5000 });
  const id = database.prepare<[], string>('select id from task limit 1').pluck().get();
  if (id === undefined) throw new Error('The database contains no tasks');
  database.prepare("update task set title = 'a line\nbreak' where id = ?").run(id);
  database.close();
  return id;
}
