import type { TaskDialect } from './storage/dialect.ts';
import type { Queries } from '../database/storage.ts';
import type { TaskTables } from './storage/tables.ts';
import { type Arm, armsOf } from './union-branches.ts';
import { boundsOf, type Filters } from './filter.ts';
import { selectRows } from './rows.ts';
import { orderOf, phasesOf, type Sort, sortPosition, type SortPosition } from './sort.ts';
import { storedTask, type TaskRow } from './table.ts';
import type { Task } from './task.ts';
import { wordsOf } from './tokenizer.ts';

/*
 * A page costs the same wherever it is in the list and however long that is: its rows come from an index, in order,
 * up to the end of the page. One index has so much of a list (the tasks of one status, or of one tag, or behind the
 * ties of one date), and a list is more than that. So it is asked for as one query for each such part, under one
 * ORDER BY and LIMIT: the database merges them, and reads no more of any than the page needs.
 *
 * That holds for each filter in the order that goes with it, and for each order alone. For the others, the database
 * may have to read and sort all that passes one of the filters.
 */

export interface ListQuery extends Filters {
  readonly sort: Sort;
  readonly limit: number;
  /** The place of the last task of the page before. */
  readonly after?: SortPosition;
}

export interface Page {
  readonly items: Task[];
  /** The place of the last item, when there are more behind it. */
  readonly next: SortPosition | undefined;
}

/** A page of an owner's tasks. */
export async function listTasks(
  db: Queries<TaskTables>,
  dialect: TaskDialect,
  owner: string,
  query: ListQuery,
): Promise<Page> {
  const words = query.q === undefined ? undefined : wordsOf(query.q);
  if (words?.length === 0) return { items: [], next: undefined };
  const terms = words && (await dialect.search.termsOf(db, owner, words));

  const order = orderOf(query.sort);
  const bounds = boundsOf(query).filter(({ column }) => column === order.column);
  const parts = armsOf(query, terms, order);

  let rows: readonly TaskRow[] = [];
  for (const stretches of phasesOf(order, query.after, bounds)) {
    // One more than the page has, to know whether there is a next.
    const limit = query.limit + 1 - rows.length;
    if (limit === 0) break;
    const arms = parts.flatMap((part) =>
      stretches.map((stretch): Arm => ({
        ...part,
        comparisons: [...part.comparisons, ...stretch],
      })),
    );
    const found = await selectRows(db, { dialect, owner, order, arms, limit });
    rows = rows.length === 0 ? found.rows : withoutRepeats([...rows, ...found.rows]);
  }

  const items = rows.slice(0, query.limit).map((row) => storedTask(row).task);
  const last = items.at(-1);
  return { items, next: last && rows.length > query.limit ? sortPosition(order, last) : undefined };
}

/** A task that is written between two phases could be in both. */
function withoutRepeats(rows: readonly TaskRow[]): TaskRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
