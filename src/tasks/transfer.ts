import { itemTransfer, type Owned } from '../resource/transfer.ts';
import { storedPosition } from '../resource/position.ts';
import { addCounts } from './counts.ts';
import { tokensOf } from './repository.ts';
import { openSearchIndex } from './storage/open-search-index.ts';
import type { TaskTables } from './storage/tables.ts';
import { taskTable } from './table.ts';
import { addTags, tagsAt } from './tags.ts';
import type { Task } from './task.ts';
import { chunks } from '../database/chunks.ts';

/** A task with its owner. */
export type OwnedTask = Owned<'task', Task>;

/** How tasks are transferred. The export omits the rows for their tags, words and counts: the import derives them. */
export const taskTransfer = itemTransfer<TaskTables, 'task', Task>(taskTable, {
  schema: 'Task',
  findContradiction: ({ completedAt, status }) =>
    (completedAt !== null) === (status === 'completed')
      ? undefined
      : 'its completedAt and its status contradict each other',
  async onInsert(trx, owner, tasks, database) {
    const search = openSearchIndex(database);
    const words = tasks.map((task) => ({ position: storedPosition(task), words: tokensOf(task) }));
    await addTags(
      trx,
      tasks.flatMap((task) => tagsAt(owner, storedPosition(task), task.tags)),
    );
    for (const some of chunks(words)) await search.add(trx, owner, some);
    await addCounts(trx, owner, tasks);
  },
});
