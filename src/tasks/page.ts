// Converts the query parameters of listTasks to a list query, and the end of a page to a cursor.
import type { operations } from '../../generated/openapi.ts';
import { readCursor, writeCursor } from '../resource/cursor.ts';
import type { SortPosition } from '../resource/order.ts';
import { DEFAULT_LIMIT, FIRST_PAGE } from '../resource/page.ts';
import { inUtc } from '../resource/timestamp.ts';
import type { ListQuery } from './list.ts';
import { orders, type Sort } from './orders.ts';

type Query = NonNullable<operations['listTasks']['parameters']['query']>;

const timestampFilters = [
  'dueBefore',
  'dueAfter',
  'completedBefore',
  'completedAfter',
  'updatedSince',
] as const;

/** Completes the query parameters with defaults. Returns undefined if the cursor does not belong to the query. */
export function readListQuery(query: Query, owner: string): ListQuery | undefined {
  const { limit = DEFAULT_LIMIT, cursor, sort = defaultSort(query), ...filters } = query;
  const timestamps = timestampFilters.flatMap((name) => {
    const value = filters[name];
    return value === undefined ? [] : [[name, inUtc(value)] as const];
  });
  const list: ListQuery = { ...filters, ...Object.fromEntries(timestamps), sort, limit };
  if (cursor === undefined || cursor === FIRST_PAGE) return list;
  const after = readCursor(cursor, identity(list, owner), orders[sort]);
  return after && { ...list, after };
}

/** The cursor of the next page. */
export function nextCursor(list: ListQuery, owner: string, last: SortPosition): string {
  return writeCursor(last, identity(list, owner));
}

function defaultSort({
  dueBefore,
  dueAfter,
  hasDueDate,
  completedBefore,
  completedAfter,
  updatedSince,
}: Query): Sort {
  if (dueBefore !== undefined || dueAfter !== undefined || hasDueDate === true) return 'due';
  if (completedBefore !== undefined || completedAfter !== undefined) return 'completed';
  return updatedSince === undefined ? '-created' : 'updated';
}

/** Everything that identifies a list except the page. The order of repeated values does not matter. */
function identity(list: ListQuery, owner: string): unknown {
  const { status, priority, tag, dueBefore, dueAfter, hasDueDate, updatedSince, q, sort } = list;
  const { completedBefore, completedAfter } = list;
  const sorted = (values: readonly string[] | undefined): string[] => [...(values ?? [])].sort();
  const choices = [sorted(status), sorted(priority), sorted(tag), hasDueDate];
  return [owner, choices, dueBefore, dueAfter, completedBefore, completedAfter, updatedSince, q, sort];
}
