import type { Database } from '../database/database.ts';
import { ReadStopped } from '../database/errors.ts';
import type { Queries } from '../database/storage.ts';
import { type Page, pageReader } from '../resource/list.ts';
import type { Order, SortPosition } from '../resource/order.ts';
import { boundsOf, type Filters } from './filter.ts';
import { orders, type Sort } from './orders.ts';
import { unindexedFilters } from './index-use.ts';
import { bindBranch, branchSelection } from './rows.ts';
import type { SearchIndex } from './storage/search-index.ts';
import type { TaskTables } from './storage/tables.ts';
import { taskTable } from './table.ts';
import type { Task } from './task.ts';
import { tokenize } from './tokenizer.ts';
import { unionBranches } from './union-branches.ts';

export interface ListQuery extends Filters {
  readonly sort: Sort;
  readonly limit: number;
  /** The position at which the previous page ended. */
  readonly after?: SortPosition;
}

/** Thrown if a list was stopped at its deadline, or refused. */
export class ListStopped extends Error {
  override readonly name = 'ListStopped';
  readonly reason: ReadStopped['reason'];
  /** The filters that no index serves in the list's order. */
  readonly filters: readonly string[];

  constructor(filters: readonly string[], cause: ReadStopped) {
    super(cause.message, { cause });
    this.reason = cause.reason;
    this.filters = filters;
  }
}

/** Creates the function that reads a page of an owner's tasks. Throws `ListStopped` if it is stopped or refused. */
export function taskLists(
  database: Database<TaskTables>,
  search: SearchIndex,
): (owner: string, query: ListQuery) => Promise<Page<Task>> {
  const readPage = pageReader({
    engine: database.engine,
    bind: bindBranch,
    select: branchSelection(database, search),
    decode: taskTable.decode,
  });

  return async (owner, query) => {
    const { q, limit, after } = query;
    const tokens = q === undefined ? undefined : tokenize(q);
    if (tokens?.length === 0) return { items: [], next: undefined };
    const order = indexedOrder(query);
    const bounds = boundsOf(query).filter(({ column }) => column === order.column);
    const unindexed = unindexedFilters(query, order);
    const hasDeadline = unindexed.length > 0;
    const read = (db: Queries<TaskTables>, terms: readonly string[] | undefined) => {
      const branches = unionBranches(query, terms, order, hasDeadline);
      return readPage(db, owner, { order, after, limit, bounds, branches });
    };
    if (!hasDeadline) return await database.read(owner, (db) => read(db, undefined));

    // A single word is looked up on the event loop, which takes little time. Looking up several words can take a long
    // time, so the deadline applies to it.
    const one = tokens?.length === 1 ? await search.termsOf(database.reader, owner, tokens) : undefined;
    const isCheckedOften = tokens === undefined || one?.isStreamed === true;
    try {
      return await database.readWithDeadline(
        owner,
        async (db) => await read(db, tokens && (one ?? (await search.termsOf(db, owner, tokens))).terms),
        { isCheckedOften },
      );
    } catch (error) {
      throw error instanceof ReadStopped ? new ListStopped(unindexed, error) : error;
    }
  };
}

/**
 * Returns the order in which to read a list. The index by due date contains the tasks without a due date together, in
 * the order of creation, so a list of these tasks can use it. Other filters have their own indexes.
 */
function indexedOrder({ sort, hasDueDate, q, tag, priority }: ListQuery): Order {
  const isOnlyFilter = q === undefined && tag === undefined && priority === undefined;
  if (hasDueDate !== false || !isOnlyFilter) return orders[sort];
  if (sort === 'created') return orders.due;
  return sort === '-created' ? orders['-due'] : orders[sort];
}
