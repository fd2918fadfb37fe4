// The tags of tasks, one per row, for the filter by tag.
import { chunks } from '../database/chunks.ts';
import { compiled, compiledForRows } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import type { TaskTables, TaskTagTable } from './storage/tables.ts';

type Db = Queries<TaskTables>;

/** Adds tags to tasks. Most tasks have only a few, so small numbers of rows have separate statements. */
export async function addTags(trx: Db, tags: readonly TaskTagTable[]): Promise<void> {
  for (const some of chunks(tags, [64, 16, 8, 4, 3, 2, 1])) await insertTags(trx, some);
}

/** The rows for the tags of a task. */
export function tagsAt(owner: string, position: bigint, tags: readonly string[]): TaskTagTable[] {
  return tags.map((tag) => ({ owner, tag, position }));
}

/** Removes tags from the task at a position. */
export async function removeTags(
  trx: Db,
  owner: string,
  position: bigint,
  tags: readonly string[],
): Promise<void> {
  for (const tag of tags) await deleteTag(trx, { owner, tag, position });
}

const insertTags = compiledForRows((trx: Db, rows: readonly TaskTagTable[]) =>
  trx
    .insertInto('task_tag')
    .values(rows.map(({ owner, tag, position }) => ({ owner, tag, position })))
    .compile(),
);

const deleteTag = compiled((trx: Db, { owner, tag, position }: TaskTagTable) =>
  trx
    .deleteFrom('task_tag')
    .where('owner', '=', owner)
    .where('tag', '=', tag)
    .where('position', '=', position)
    .compile(),
);
