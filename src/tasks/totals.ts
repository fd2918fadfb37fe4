import type { Queries } from '../database/storage.ts';
import type { TaskTables } from './storage/tables.ts';
import { dayOf } from './counts.ts';
import { openStatuses } from './task.ts';

/** Everybody's tasks in numbers. */
export interface Totals {
  readonly open: number;
  /** Open ones that were due before today (UTC): the counts are kept by day. */
  readonly overdue: number;
}

/**
 * Adds up the counts of all owners, as of the day of `now`. It takes 2 ms for a thousand owners and so on in
 * proportion: not for every scrape.
 */
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
  // There is no sum of nothing, and an engine may give it as text.
  return { open: Number(open?.tasks ?? 0), overdue: Number(overdue?.tasks ?? 0) };
}
