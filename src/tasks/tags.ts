// The tags of tasks, one per row, for the filter by tag.
import { compiled } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import type { TaskTables, TaskTagTable } from './storage/tables.ts';

type Db = Queries<TaskTables>;

/** Adds tags to the task at a position. One statement per tag, so that any number of tags shares one compiled query. */
export async function addTags(
  trx: Db,
  owner: string,
  position: bigint,
  tags: readonly string[],
): Promise<void> {
  for (const tag of tags) await insertTag(trx, { owner, tag, position });
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

const insertTag = compiled((trx: Db, { owner, tag, position }: TaskTagTable) =>
  trx.insertInto('task_tag').values({ owner, tag, position }).compile(),
);

const deleteTag = compiled((trx: Db, { owner, tag, position }: TaskTagTable) =>
  trx
    .deleteFrom('task_tag')
    .where('owner', '=', owner)
    .where('tag', '=', tag)
    .where('position', '=', position)
    .compile(),
);
