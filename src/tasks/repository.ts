import { compiled } from '../database/compiled-query.ts';
import type { SearchIndex } from './storage/dialect.ts';
import type { Queries } from '../database/storage.ts';
import type { TaskTable, TaskTables, TaskTagTable } from './storage/tables.ts';
import { adjustCounts } from './counts.ts';
import { firstCounter, idAt, millisecondsOf, positionAfter, positionOf } from './position.ts';
import { storedPosition, storedTask, taskColumns, type TaskRow, taskValues, valuesOf } from './table.ts';
import type { StoredTask, Task, TaskFields } from './task.ts';
import { wordsOf } from './tokenizer.ts';

/*
 * The tasks, one at a time (pages of them are in list.ts). What writes takes the transaction of `Database.write`,
 * and keeps the tags, the search index and the counts in step with the task.
 */

/** The owner's task with this id, or undefined: none can be told from another owner's. */
export async function findTask(
  db: Queries<TaskTables>,
  owner: string,
  id: string,
): Promise<StoredTask | undefined> {
  const wanted = id.toLowerCase();
  const position = positionOf(wanted);
  if (position === undefined) return undefined;
  const { rows } = await selectTask(db, { position, id: wanted, owner });
  const [row] = rows;
  return row && storedTask(row);
}

const selectTask = compiled(
  (db: Queries<TaskTables>, { position, id, owner }: { position: bigint; id: string; owner: string }) =>
    db
      .selectFrom('task')
      .select(taskColumns)
      .where('position', '=', position)
      .where('id', '=', id)
      .where('owner', '=', owner)
      .compile(),
);

/** Creates a task. Within an owner, times never run backwards, whatever the clock does. */
export async function insertTask(
  trx: Queries<TaskTables>,
  search: SearchIndex,
  owner: string,
  fields: TaskFields,
  now = Date.now(),
): Promise<StoredTask> {
  const { newest, latest } = await lastWritten(trx, owner);
  const stored = await insertBehind(trx, owner, newest, Math.max(now, latest), fields);
  const position = storedPosition(stored.task);
  await addTags(trx, owner, position, fields.tags);
  await search.add(trx, owner, [{ position, words: taskWords(stored.task) }]);
  await adjustCounts(trx, owner, undefined, stored.task);
  return stored;
}

/** Inserts a task at the first position behind `newest` that no one has. */
async function insertBehind(
  trx: Queries<TaskTables>,
  owner: string,
  newest: bigint | undefined,
  moment: number,
  fields: TaskFields,
): Promise<StoredTask> {
  const position = positionAfter(newest, moment, firstCounter());
  const createdAt = new Date(millisecondsOf(position)).toISOString();
  const completedAt = fields.status === 'completed' ? createdAt : null;
  const task: Task = { id: idAt(position), ...fields, createdAt, updatedAt: createdAt, completedAt };
  const stored: StoredTask = { task, version: 1 };
  const { numAffectedRows } = await insertRow(trx, { position, owner, ...taskValues(stored) });
  return numAffectedRows === 1n ? stored : await insertBehind(trx, owner, position, moment, fields);
}

/** Writes all the fields of a task that was read in this transaction; its version goes up even if nothing changed. */
export async function saveTask(
  trx: Queries<TaskTables>,
  search: SearchIndex,
  owner: string,
  current: StoredTask,
  fields: TaskFields,
  now = Date.now(),
): Promise<StoredTask> {
  const { latest } = await lastWritten(trx, owner);
  const updatedAt = new Date(Math.max(now, latest)).toISOString();
  const before = current.task;
  const task: Task = { ...before, ...fields, updatedAt, completedAt: null };
  if (task.status === 'completed') task.completedAt = before.completedAt ?? updatedAt;
  const stored: StoredTask = { task, version: current.version + 1 };

  const position = storedPosition(task);
  await updateRow(trx, { position, ...taskValues(stored) });
  await removeTags(trx, owner, position, without(before.tags, task.tags));
  await addTags(trx, owner, position, without(task.tags, before.tags));
  const words = taskWords(task);
  if (words.join(' ') !== taskWords(before).join(' ')) {
    await search.remove(trx, position);
    await search.add(trx, owner, [{ position, words }]);
  }
  await adjustCounts(trx, owner, before, task);
  return stored;
}

/** Deletes a task that was read in this transaction. */
export async function removeTask(
  trx: Queries<TaskTables>,
  search: SearchIndex,
  owner: string,
  current: StoredTask,
): Promise<void> {
  const position = storedPosition(current.task);
  await deleteRow(trx, { position });
  await removeTags(trx, owner, position, current.task.tags);
  await search.remove(trx, position);
  await adjustCounts(trx, owner, current.task, undefined);
}

/** The position of the owner's newest task, and the moment (ms) of the owner's latest write. */
async function lastWritten(trx: Queries<TaskTables>, owner: string) {
  const { rows } = await selectLast(trx, { owner });
  const [row] = rows;
  return {
    newest: typeof row?.id === 'string' ? positionOf(row.id) : undefined,
    latest: typeof row?.updatedAt === 'string' ? Date.parse(row.updatedAt) : 0,
  };
}

const selectLast = compiled((trx: Queries<TaskTables>, { owner }: { owner: string }) =>
  trx
    .selectNoFrom((eb) => [
      eb
        .selectFrom('task')
        .select('id')
        .where('owner', '=', owner)
        .orderBy('position', 'desc')
        .limit(1)
        .as('id'),
      eb
        .selectFrom('task')
        .select('updated_at')
        .where('owner', '=', owner)
        .orderBy('updated_at', 'desc')
        .limit(1)
        .as('updatedAt'),
    ])
    .compile(),
);

const insertRow = compiled((trx: Queries<TaskTables>, row: TaskTable) =>
  trx
    .insertInto('task')
    .values({ position: row.position, owner: row.owner, ...valuesOf(row) })
    // Another owner may have it, written at this moment or not committed yet.
    .onConflict((conflict) => conflict.column('position').doNothing())
    .compile(),
);

const updateRow = compiled((trx: Queries<TaskTables>, row: TaskRow & { position: bigint }) =>
  trx.updateTable('task').set(valuesOf(row)).where('position', '=', row.position).compile(),
);

const deleteRow = compiled((trx: Queries<TaskTables>, { position }: { position: bigint }) =>
  trx.deleteFrom('task').where('position', '=', position).compile(),
);

async function addTags(
  trx: Queries<TaskTables>,
  owner: string,
  position: bigint,
  tags: readonly string[],
): Promise<void> {
  // One by one: that is one text for any number of them.
  for (const tag of tags) await insertTag(trx, { owner, tag, position });
}

const insertTag = compiled((trx: Queries<TaskTables>, { owner, tag, position }: TaskTagTable) =>
  trx.insertInto('task_tag').values({ owner, tag, position }).compile(),
);

async function removeTags(
  trx: Queries<TaskTables>,
  owner: string,
  position: bigint,
  tags: readonly string[],
): Promise<void> {
  for (const tag of tags) await deleteTag(trx, { owner, tag, position });
}

const deleteTag = compiled((trx: Queries<TaskTables>, { owner, tag, position }: TaskTagTable) =>
  trx
    .deleteFrom('task_tag')
    .where('owner', '=', owner)
    .where('tag', '=', tag)
    .where('position', '=', position)
    .compile(),
);

function without(tags: readonly string[], others: readonly string[]): string[] {
  return tags.filter((tag) => !others.includes(tag));
}

/** The words by which a task is found. */
export function taskWords({ title, description }: Task): string[] {
  return wordsOf(`${title}\n${description ?? ''}`);
}
