// Tasks on their way to another database, of all owners, with all that is kept of them.
import type { Insertable } from 'kysely';
import type { SearchIndex } from './storage/dialect.ts';
import { portions } from '../database/chunks.ts';
import type { Queries } from '../database/storage.ts';
import type { TaskTable, TaskTables, TaskTagTable } from './storage/tables.ts';
import { addCounts } from './counts.ts';
import { taskWords } from './repository.ts';
import { storedPosition, storedTask, taskColumns, taskValues } from './table.ts';
import type { StoredTask } from './task.ts';

/** A task with whose it is. */
export interface OwnedTask extends StoredTask {
  readonly owner: string;
}

/** How many tasks are read at a time. */
const READ_TOGETHER = 256;

/** All tasks in batches, by owner and then by age; with `after`, those behind that one. */
export async function* walkTasks(db: Queries<TaskTables>, after?: OwnedTask): AsyncGenerator<OwnedTask[]> {
  let owner = after?.owner ?? (await ownerAfter(db, undefined));
  let position = after && storedPosition(after.task);
  while (owner !== undefined) {
    const batch = await batchAfter(db, owner, position);
    if (batch.length > 0) yield batch;
    const last = batch.at(-1);
    position = last && storedPosition(last.task);
    if (batch.length < READ_TOGETHER) {
      owner = await ownerAfter(db, owner);
      position = undefined;
    }
  }
}

// One owner after another, and not by the pair of owner and position: SQLite would read each owner from the beginning.

async function ownerAfter(db: Queries<TaskTables>, owner: string | undefined): Promise<string | undefined> {
  const row = await db
    .selectFrom('task')
    .select('owner')
    .$if(owner !== undefined, (query) => query.where('owner', '>', owner ?? ''))
    .orderBy('owner')
    .limit(1)
    .executeTakeFirst();
  return row?.owner;
}

async function batchAfter(
  db: Queries<TaskTables>,
  owner: string,
  position: bigint | undefined,
): Promise<OwnedTask[]> {
  const rows = await db
    .selectFrom('task')
    .select(taskColumns)
    .where('owner', '=', owner)
    .$if(position !== undefined, (query) => query.where('position', '>', position ?? 0n))
    .orderBy('position')
    .limit(READ_TOGETHER)
    .execute();
  return rows.map((row) => ({ owner, ...storedTask(row) }));
}

/** The tasks that stand where these would: the same ones, if they were written before, or others. */
export async function findInPlaceOf(
  db: Queries<TaskTables>,
  tasks: readonly StoredTask[],
): Promise<Map<bigint, OwnedTask>> {
  const found = new Map<bigint, OwnedTask>();
  for (const positions of portions(tasks.map(({ task }) => storedPosition(task)))) {
    const rows = await db
      .selectFrom('task')
      .select(['owner', ...taskColumns])
      .where('position', 'in', positions)
      .execute();
    for (const row of rows) {
      const stored = { owner: row.owner, ...storedTask(row) };
      found.set(storedPosition(stored.task), stored);
    }
  }
  return found;
}

/** Writes tasks of an owner as they are, ids, moments and versions too. None of them may be there. */
export async function restoreTasks(
  trx: Queries<TaskTables>,
  search: SearchIndex,
  owner: string,
  tasks: readonly StoredTask[],
): Promise<void> {
  const placed = tasks.map((stored) => ({ stored, position: storedPosition(stored.task) }));
  const rows = placed.map(({ stored, position }): Insertable<TaskTable> => ({
    position,
    owner,
    ...taskValues(stored),
  }));
  const tags = placed.flatMap(({ stored, position }) =>
    stored.task.tags.map((tag): Insertable<TaskTagTable> => ({ owner, tag, position })),
  );
  for (const some of portions(rows)) await trx.insertInto('task').values(some).execute();
  for (const some of portions(tags)) await trx.insertInto('task_tag').values(some).execute();
  const words = placed.map(({ stored, position }) => ({ position, words: taskWords(stored.task) }));
  for (const some of portions(words)) await search.add(trx, owner, some);
  await addCounts(
    trx,
    owner,
    tasks.map(({ task }) => task),
  );
}
