import type { Queries } from '../database/storage.ts';
import { dayOf } from './counts.ts';
import type { TaskTables } from './storage/tables.ts';
import { openStatuses } from './task.ts';

/** The numbers of tasks of all owners together. */
export interface Totals {
  readonly open: number;
  /** Open tasks that were due before today (UTC), because the counts are by day. */
  readonly overdue: number;
}

/** Adds up the counts of all owners. It takes 2 ms per thousand owners, too long for every metrics scrape. */
export async function totalTasks(db: Queries<TaskTables>, now: string): Promise<Totals> {
  const open = await db
    .selectFrom('task_count')
    .where('status', 'in', openStatuses)
    .select((eb) => eb.fn.sum<number | string | null>('count').as('tasks'))
    .executeTakeFirst();
  const overdue = await db
    .selectFrom('task_due_count')
    .where('day', '<', dayOf(now))
    .select((eb) => eb.fn.sum<number | string | null>('count').as('tasks'))
    .executeTakeFirst();
  // The sum of no rows is null, and a driver may return a sum as text.
  return { open: Number(open?.tasks ?? 0), overdue: Number(overdue?.tasks ?? 0) };
}
