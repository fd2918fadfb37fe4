import type { DeletionTable } from '../../resource/changes/storage.ts';
import type { TrackedTableOf } from '../../resource/table.ts';
import type { columns } from '../columns.ts';

// The columns of each table, the same for every engine. `position` is a 63-bit integer, which the drivers read
// differently: better-sqlite3 rounds it, pg returns text. The code therefore writes and compares it, but never reads it.
// The id contains it.

/** A task. Timestamps are `YYYY-MM-DDTHH:MM:SS.sssZ`, which sorts as text. */
export type TaskTable = TrackedTableOf<typeof columns>;

/** The tags of the tasks, one per row, for the filter by tag. */
export interface TaskTagTable {
  owner: string;
  tag: string;
  position: bigint;
}

/** The number of an owner's tasks by status and priority. */
export interface TaskCountTable {
  owner: string;
  status: string;
  priority: number;
  count: number;
}

/** The number of an owner's open tasks by due day (`YYYY-MM-DD`). */
export interface TaskDueCountTable {
  owner: string;
  day: string;
  count: number;
}

/** The tables of tasks. Each engine adds a table of words, `task_search`, which only the engine's search uses. */
export interface TaskTables {
  task: TaskTable;
  task_tag: TaskTagTable;
  task_count: TaskCountTable;
  task_due_count: TaskDueCountTable;
  deleted_task: DeletionTable;
}
