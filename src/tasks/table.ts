import type { RowOf } from '../resource/columns.ts';
import { resourceTable } from '../resource/table.ts';
import { columns } from './columns.ts';

/** The table of deletions. */
export const DELETIONS = 'deleted_task';

/** The queries on single rows of the table `task`. */
export const taskTable = resourceTable('task', columns, { deletions: DELETIONS });

/** A row of `task`, without its position and its owner. */
export type TaskRow = RowOf<typeof columns>;
