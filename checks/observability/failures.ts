// Faults that happen to the real service, made from outside: through its database file, which another program holds.
import Sqlite from 'better-sqlite3';
import { setTimeout } from 'node:timers/promises';

// A write waits a second at most before it is answered 503.
const heldMs = 400;
const freeMs = 40;

/** Another program writes in long transactions: writes wait for it, and succeed. Returns what ends it. */
export function holdDatabase(file: string): () => Promise<void> {
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

/** Takes the table of tasks away: every task operation fails, and the service is not ready. Returns what brings it back. */
export function takeTableAway(file: string): () => void {
  const database = new Sqlite(file, { timeout: 5000 });
  database.exec('alter table task rename to task_elsewhere');
  return () => {
    database.exec('alter table task_elsewhere rename to task');
    database.close();
  };
}

/** Writes a task that the contract does not allow, and returns its id. */
export function spoilTask(file: string): string {
  const database = new Sqlite(file, { timeout: 5000 });
  const id = database.prepare<[], string>('select id from task limit 1').pluck().get();
  if (id === undefined) throw new Error('There is no task to spoil');
  database.prepare("update task set title = 'a line\nbreak' where id = ?").run(id);
  database.close();
  return id;
}
