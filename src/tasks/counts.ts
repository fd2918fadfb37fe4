// The counts of tasks by status and priority, and of open tasks by due day. They are updated with every write, so that
// a summary does not need to count rows.
import { compiled } from '../database/compiled-query.ts';
import { chunks } from '../database/chunks.ts';
import type { Queries } from '../database/storage.ts';
import { rankOf } from './columns.ts';
import type { TaskTables } from './storage/tables.ts';
import { isOpen, type Task } from './task.ts';

type Db = Queries<TaskTables>;

/**
 * Updates the counts for one task, in the transaction that writes it. `before` is undefined for a new task, `after` for
 * a deleted one.
 */
export async function adjustCounts(
  trx: Db,
  owner: string,
  before: Task | undefined,
  after: Task | undefined,
): Promise<void> {
  if (before?.status !== after?.status || before?.priority !== after?.priority) {
    if (before !== undefined) await decrement(trx, groupOf(owner, before));
    if (after !== undefined) await increment(trx, groupOf(owner, after));
  }
  const dayBefore = before && openDay(before);
  const dayAfter = after && openDay(after);
  if (dayBefore !== dayAfter) {
    if (dayBefore !== undefined) {
      await decrementDue(trx, { owner, day: dayBefore });
      await deleteEmptyDay(trx, { owner, day: dayBefore });
    }
    if (dayAfter !== undefined) await incrementDue(trx, { owner, day: dayAfter });
  }
}

/** Adds several new tasks to the counts, in the transaction that writes them. */
export async function addCounts(trx: Db, owner: string, tasks: readonly Task[]): Promise<void> {
  const groups = Map.groupBy(tasks, ({ status, priority }) => `${status} ${priority}`);
  const counts = [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...groupOf(owner, first), count: 1 + others.length }],
  );
  for (const some of chunks(counts)) {
    await trx
      .insertInto('task_count')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['owner', 'status', 'priority'])
          .doUpdateSet((eb) => ({ count: eb('task_count.count', '+', eb.ref('excluded.count')) })),
      )
      .execute();
  }
  const days = Map.groupBy(tasks, openDay);
  const dueCounts = [...days].flatMap(([day, { length: count }]) =>
    day === undefined ? [] : [{ owner, day, count }],
  );
  for (const some of chunks(dueCounts)) {
    await trx
      .insertInto('task_due_count')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['owner', 'day'])
          .doUpdateSet((eb) => ({ count: eb('task_due_count.count', '+', eb.ref('excluded.count')) })),
      )
      .execute();
  }
}

function groupOf(owner: string, { status, priority }: Task): Group {
  return { owner, status, priority: rankOf(priority) };
}

/** The day on which a task is due, if it is open. */
function openDay(task: Task): string | undefined {
  return task.dueAt !== null && isOpen(task) ? dayOf(task.dueAt) : undefined;
}

/** The day (`YYYY-MM-DD`) of a timestamp. */
export function dayOf(timestamp: string): string {
  return timestamp.slice(0, 'YYYY-MM-DD'.length);
}

interface Group {
  readonly owner: string;
  readonly status: string;
  readonly priority: number;
}

interface Day {
  readonly owner: string;
  readonly day: string;
}

const increment = compiled((trx: Db, { owner, status, priority }: Group) =>
  trx
    .insertInto('task_count')
    .values({ owner, status, priority, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['owner', 'status', 'priority'])
        .doUpdateSet((eb) => ({ count: eb('task_count.count', '+', 1) })),
    )
    .compile(),
);

const decrement = compiled((trx: Db, { owner, status, priority }: Group) =>
  trx
    .updateTable('task_count')
    .set((eb) => ({ count: eb('count', '-', 1) }))
    .where('owner', '=', owner)
    .where('status', '=', status)
    .where('priority', '=', priority)
    .compile(),
);

const incrementDue = compiled((trx: Db, { owner, day }: Day) =>
  trx
    .insertInto('task_due_count')
    .values({ owner, day, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['owner', 'day']).doUpdateSet((eb) => ({ count: eb('task_due_count.count', '+', 1) })),
    )
    .compile(),
);

const decrementDue = compiled((trx: Db, { owner, day }: Day) =>
  trx
    .updateTable('task_due_count')
    .set((eb) => ({ count: eb('count', '-', 1) }))
    .where('owner', '=', owner)
    .where('day', '=', day)
    .compile(),
);

/** Deletes the row of a day without open tasks, because each summary reads all of its owner's rows. */
const deleteEmptyDay = compiled((trx: Db, { owner, day }: Day) =>
  trx
    .deleteFrom('task_due_count')
    .where('owner', '=', owner)
    .where('day', '=', day)
    .where('count', '=', 0)
    .compile(),
);
