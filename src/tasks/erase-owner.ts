// Erases all stored data of an owner, as users may request. It uses many short transactions, because other owners' writes
// wait for each one.
import { chunks } from '../database/chunks.ts';
import type { Queries } from '../database/storage.ts';
import { deletionsOf } from '../resource/changes/deletions.ts';
import { taskRepository } from './repository.ts';
import type { TaskDatabase } from './storage/database.ts';
import { DELETIONS, taskTable } from './table.ts';

/** The tables with rows of an owner. The row of the owner is last, because it is the lock. */
const tables = [
  'task',
  'task_tag',
  'task_count',
  'task_due_count',
  'deleted_task',
  'idempotency_key',
  'deletion_usage',
  'purge_watermark',
  'owner',
] as const;

type Table = (typeof tables)[number];
type Tables = Readonly<Record<Table, { owner: string }>>;

/** How many tasks or rows one transaction erases. */
const BATCH_SIZE = 100;

/** Erases an owner. Returns how many tasks there were, the trash included. Writes of the owner must have ended. */
export async function eraseOwner(database: TaskDatabase, owner: string): Promise<number> {
  const repository = taskRepository(database);
  const inTrash = await countRows(database, 'deleted_task', owner);
  let erased = inTrash;
  for (;;) {
    const rows = await database.reader
      .selectFrom('task')
      .select(taskTable.selection)
      .where('owner', '=', owner)
      .limit(BATCH_SIZE)
      .execute();
    if (rows.length === 0) break;
    await repository.write(owner, async (tasks) => {
      for (const row of rows) {
        // Another process may have deleted the task.
        const task = await tasks.find(row.id);
        if (task !== undefined) await tasks.remove(task);
      }
    });
    erased += rows.length;
  }
  const { purge } = deletionsOf(DELETIONS);
  while ((await database.write(owner, (trx) => purge(trx, owner, undefined, BATCH_SIZE))) > 0);
  await eraseKeys(database, owner);
  await database.write(owner, async (trx) => {
    const db = trx as unknown as Queries<Tables>;
    for (const table of tables) await db.deleteFrom(table).where('owner', '=', owner).execute();
  });
  return erased;
}

async function eraseKeys(database: TaskDatabase, owner: string): Promise<void> {
  const keys = await database.reader
    .selectFrom('idempotency_key')
    .select('key')
    .where('owner', '=', owner)
    .execute();
  for (const some of chunks(keys.map(({ key }) => key))) {
    await database.write(owner, (trx) =>
      trx.deleteFrom('idempotency_key').where('owner', '=', owner).where('key', 'in', some).execute(),
    );
  }
}

/** The number of an owner's rows in all tables. */
export async function storedRows(database: TaskDatabase, owner: string): Promise<number> {
  let count = 0;
  for (const table of tables) count += await countRows(database, table, owner);
  return count;
}

async function countRows({ reader }: TaskDatabase, table: Table, owner: string): Promise<number> {
  const { rows } = await (reader as unknown as Queries<Tables>)
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow();
  return rows;
}
