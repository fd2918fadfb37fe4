import type { RowOf } from '../resource/columns.ts';
import { resourceTable } from '../resource/table.ts';
import { columns } from './columns.ts';

/** The table of deletions. */
export const DELETIONS = 'deleted_task';

/** The table `task`, one row at a time. */
export const taskTable = resourceTable('task', columns, { deletions: DELETIONS });

/** A row of `task`, without its position and its owner. */
export type TaskRow = RowOf<typeof columns>;
