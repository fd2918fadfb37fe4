import type { RowOf } from '../resource/columns.ts';
import { resourceTable } from '../resource/table.ts';
import { columns } from './columns.ts';

/** The table of deletions. */
export const DELETIONS = 'deleted_task';

/** Reads rows of the table `task` by id, and writes them. */
export const taskTable = resourceTable('task', columns, { deletions: DELETIONS });

/** A row of `task`, without its position and its owner. */
export type TaskRow = RowOf<typeof columns>;
