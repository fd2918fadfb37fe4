import { sql } from 'kysely';
import { compiled } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import { priorities } from './columns.ts';
import { dayOf } from './counts.ts';
import type { TaskTables } from './storage/tables.ts';
import { openStatuses, type Priority, type Status } from './task.ts';

/** The counts of an owner's tasks. */
export interface Summary {
  total: number;
  byStatus: Record<Status, number>;
  byPriority: Record<Priority, number>;
  overdue: number;
}

/** Counts an owner's tasks. Open tasks that were due before `now` are overdue. */
export async function summarize(db: Queries<TaskTables>, owner: string, now: string): Promise<Summary> {
  const { rows } = await selectCounts(db, { owner, today: dayOf(now), now });
  const summary: Summary = {
    total: 0,
    byStatus: { pending: 0, in_progress: 0, completed: 0, cancelled: 0 },
    byPriority: { low: 0, medium: 0, high: 0, urgent: 0 },
    overdue: 0,
  };
  for (const row of rows) {
    summary.total += row.count;
    summary.byStatus[row.status as Status] += row.count;
    summary.byPriority[priorities[row.priority] as Priority] += row.count;
    summary.overdue = (row.overdueOnEarlierDays ?? 0) + (row.overdueToday ?? 0);
  }
  return summary;
}

// One statement, so that all numbers reflect the same state of the database. An owner without counts has no tasks.
const selectCounts = compiled(
  (db: Queries<TaskTables>, { owner, today, now }: { owner: string; today: string; now: string }) =>
    db
      .selectFrom('task_count')
      .where('task_count.owner', '=', owner)
      .select((eb) => [
        'task_count.status',
        'task_count.priority',
        'task_count.count',
        eb
          .selectFrom('task_due_count')
          .where('task_due_count.owner', '=', owner)
          .where('task_due_count.day', '<', today)
          .select((sum) => sum.fn.coalesce(sum.fn.sum<number>('task_due_count.count'), sql.lit(0)).as('days'))
          .as('overdueOnEarlierDays'),
        eb
          .selectFrom('task')
          .where('task.owner', '=', owner)
          .where('task.status', 'in', openStatuses)
          .where('task.due_at', '>=', today)
          .where('task.due_at', '<', now)
          .select((today) => today.fn.countAll<number>().as('today'))
          .as('overdueToday'),
      ])
      .compile(),
);
