// Reads and writes the tasks of all owners, with all their stored fields, to transfer them to another database.
import type { Insertable } from 'kysely';
import { chunks } from '../database/chunks.ts';
import type { Database } from '../database/database.ts';
import type { Queries } from '../database/storage.ts';
import { chargeAt, unlimited } from '../resource/owner/account.ts';
import { positionAfter, storedPosition } from '../resource/position.ts';
import { addCounts } from './counts.ts';
import { tokensOf } from './repository.ts';
import { openSearchIndex } from './storage/open-search-index.ts';
import type { SearchIndex } from './storage/search-index.ts';
import type { TaskTables, TaskTable } from './storage/tables.ts';
import { taskTable } from './table.ts';
import { addTags, tagsAt } from './tags.ts';
import type { Task } from './task.ts';

/** A task with its owner. */
export interface OwnedTask {
  readonly owner: string;
  readonly task: Task;
}

/** The tasks of an owner, in one transaction. */
export interface TaskImport {
  /**
   * The stored tasks at the positions of the given tasks: the same tasks if they were imported before, or different ones.
   */
  findAtPositionsOf(tasks: readonly OwnedTask[]): Promise<Map<bigint, OwnedTask>>;
  /** Inserts tasks unchanged, with their ids, timestamps and versions, even beyond the quotas. None of them may exist. */
  insert(tasks: readonly OwnedTask[]): Promise<void>;
}

export interface TaskTransfer {
  /** All tasks in batches, by owner and then by age. With `after`, only the tasks after that one. */
  readAll(after?: OwnedTask): AsyncGenerator<OwnedTask[]>;
  /** The number of tasks. */
  count(): Promise<number>;
  /** Runs `work` on the tasks of an owner, in one transaction. */
  write<T>(owner: string, work: (tasks: TaskImport) => Promise<T>): Promise<T>;
}

type Db = Queries<TaskTables>;

/** How many tasks one query reads. */
const BATCH_SIZE = 256;

/** Binds the transfer of tasks to a database. */
export function taskTransfer(database: Database<TaskTables>): TaskTransfer {
  const search = openSearchIndex(database);
  return {
    readAll: (after) => readAll(database.reader, after),
    count: () => countTasks(database.reader),
    write: (owner, work) =>
      database.write(owner, (trx) =>
        work({
          findAtPositionsOf: (tasks) => findAtPositionsOf(trx, tasks),
          insert: (tasks) => insert(trx, search, owner, tasks),
        }),
      ),
  };
}

async function countTasks(db: Db): Promise<number> {
  const { total } = await db
    .selectFrom('task')
    .select(({ fn }) => fn.countAll<number | bigint | string>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

async function* readAll(db: Db, after?: OwnedTask): AsyncGenerator<OwnedTask[]> {
  let owner = after?.owner ?? (await ownerAfter(db, undefined));
  let position = after && storedPosition(after.task);
  while (owner !== undefined) {
    const batch = await batchAfter(db, owner, position);
    if (batch.length > 0) yield batch;
    const last = batch.at(-1);
    position = last && storedPosition(last.task);
    if (batch.length < BATCH_SIZE) {
      owner = await ownerAfter(db, owner);
      position = undefined;
    }
  }
}

// Reads one owner after another. With a comparison of the pair (owner, position), SQLite would read each owner's tasks from
// the beginning.

async function ownerAfter(db: Db, owner: string | undefined): Promise<string | undefined> {
  const row = await db
    .selectFrom('task')
    .select('owner')
    .$if(owner !== undefined, (query) => query.where('owner', '>', owner ?? ''))
    .orderBy('owner')
    .limit(1)
    .executeTakeFirst();
  return row?.owner;
}

async function batchAfter(db: Db, owner: string, position: bigint | undefined): Promise<OwnedTask[]> {
  const rows = await db
    .selectFrom('task')
    .select(taskTable.selection)
    .where('owner', '=', owner)
    .$if(position !== undefined, (query) => query.where('position', '>', position ?? 0n))
    .orderBy('position')
    .limit(BATCH_SIZE)
    .execute();
  return rows.map((row) => ({ owner, task: taskTable.decode(row) }));
}

async function findAtPositionsOf(db: Db, tasks: readonly OwnedTask[]): Promise<Map<bigint, OwnedTask>> {
  const found = new Map<bigint, OwnedTask>();
  for (const positions of chunks(tasks.map(({ task }) => storedPosition(task)))) {
    const rows = await db
      .selectFrom('task')
      .select(['owner', ...taskTable.selection])
      .where('position', 'in', positions)
      .execute();
    for (const row of rows) {
      found.set(storedPosition(row), { owner: row.owner, task: taskTable.decode(row) });
    }
  }
  return found;
}

async function insert(
  trx: Db,
  search: SearchIndex,
  owner: string,
  tasks: readonly OwnedTask[],
): Promise<void> {
  const positioned = tasks.map(({ task }) => ({ task, position: storedPosition(task) }));
  const tags = positioned.flatMap(({ task, position }) => tagsAt(owner, position, task.tags));
  const words = positioned.map(({ task, position }) => ({ position, words: tokensOf(task) }));
  const clocks = positioned.flatMap(({ task, position }) => [
    position,
    positionAfter(undefined, Date.parse(task.updatedAt)),
  ]);
  const account = { owner, quotas: unlimited };
  // Each task gets a different sequence, so that clients of the change feed receive them.
  const clock = await chargeAt(
    trx,
    account,
    {
      items: tasks.length,
      bytes: tasks.reduce((sum, { task }) => sum + taskTable.storedBytes(task), 0),
    },
    clocks.reduce((latest, clock) => (clock > latest ? clock : latest), 0n) + 1n,
    tasks.length,
  );
  const rows = positioned.map(({ task, position }, index): Insertable<TaskTable> => ({
    position,
    owner,
    sequence: clock - BigInt(tasks.length - 1 - index),
    ...taskTable.encode(task),
  }));
  for (const some of chunks(positioned.map(({ position }) => position))) {
    await trx.deleteFrom('deleted_task').where('position', 'in', some).execute();
  }
  for (const some of chunks(rows)) await trx.insertInto('task').values(some).execute();
  await addTags(trx, tags);
  for (const some of chunks(words)) await search.add(trx, owner, some);
  await addCounts(
    trx,
    owner,
    tasks.map(({ task }) => task),
  );
}
