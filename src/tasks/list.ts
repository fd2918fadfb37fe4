import type { Database } from '../database/database.ts';
import { type Page, pageReader } from '../resource/list.ts';
import type { Order, SortPosition } from '../resource/order.ts';
import { boundsOf, type Filters } from './filter.ts';
import { orders, type Sort } from './orders.ts';
import { bindBranch, selectBranch } from './rows.ts';
import type { SearchIndex } from './storage/search-index.ts';
import type { TaskTables } from './storage/tables.ts';
import { taskTable } from './table.ts';
import type { Task } from './task.ts';
import { tokenize } from './tokenizer.ts';
import { unionBranches } from './union-branches.ts';

export interface ListQuery extends Filters {
  readonly sort: Sort;
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: SortPosition;
}

/** Makes the function that reads a page of an owner's tasks. */
export function taskLists(
  { reader, engine }: Database<TaskTables>,
  search: SearchIndex,
): (owner: string, query: ListQuery) => Promise<Page<Task>> {
  const readPage = pageReader({
    engine,
    bind: bindBranch,
    select: (db: Database<TaskTables>['reader'], owner, branch) => selectBranch(db, search, owner, branch),
    decode: taskTable.decode,
  });
  return async (owner, query) => {
    const { q, limit, after } = query;
    const tokens = q === undefined ? undefined : tokenize(q);
    if (tokens?.length === 0) return { items: [], next: undefined };
    const terms = tokens && (await search.termsOf(reader, owner, tokens));
    const order = indexedOrder(query);
    const bounds = boundsOf(query).filter(({ column }) => column === order.column);
    return await readPage(reader, owner, {
      order,
      after,
      limit,
      bounds,
      branches: unionBranches(query, terms, order),
    });
  };
}

/**
 * The order to read a list in. Tasks without a due date are adjacent in the index by due date: they come last, in the
 * order of creation. Other filters have their own indexes.
 */
function indexedOrder({ sort, hasDueDate, q, tag, priority }: ListQuery): Order {
  const isOnlyFilter = q === undefined && tag === undefined && priority === undefined;
  if (hasDueDate !== false || !isOnlyFilter) return orders[sort];
  if (sort === 'created') return orders.due;
  return sort === '-created' ? orders['-due'] : orders[sort];
}
