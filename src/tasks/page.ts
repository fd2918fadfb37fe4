// Converts the query parameters of listTasks to a list query, and its pages to cursors and links.
import type { operations } from '../../generated/openapi.ts';
import { readCursor, writeCursor } from '../resource/cursor.ts';
import type { SortPosition } from '../resource/order.ts';
import { pageLink } from '../resource/page.ts';
import { inUtc } from '../resource/timestamp.ts';
import type { ListQuery } from './list.ts';
import { orders, type Sort } from './orders.ts';

type Query = NonNullable<operations['listTasks']['parameters']['query']>;

const defaultLimit = 20;

/** Completes the query parameters with defaults. Returns undefined if the cursor does not belong to the query. */
export function readListQuery(query: Query, owner: string): ListQuery | undefined {
  const { limit = defaultLimit, cursor, sort = defaultSort(query), ...filters } = query;
  const list = {
    ...filters,
    ...(filters.dueBefore === undefined ? {} : { dueBefore: inUtc(filters.dueBefore) }),
    ...(filters.dueAfter === undefined ? {} : { dueAfter: inUtc(filters.dueAfter) }),
    ...(filters.updatedSince === undefined ? {} : { updatedSince: inUtc(filters.updatedSince) }),
    sort,
    limit,
  };
  if (cursor === undefined) return list;
  const after = readCursor(cursor, identity(list, owner), orders[sort]);
  return after && { ...list, after };
}

/** The cursor of the next page. */
export function nextCursor(list: ListQuery, owner: string, last: SortPosition): string {
  return writeCursor(last, identity(list, owner));
}

/** The `Link` to the next page. */
export function nextLink(query: Query, cursor: string): string {
  return pageLink('/tasks', { ...query, cursor });
}

function defaultSort({ dueBefore, dueAfter, updatedSince }: Query): Sort {
  if (dueBefore !== undefined || dueAfter !== undefined) return 'due';
  return updatedSince === undefined ? '-created' : 'updated';
}

/** Everything that identifies a list except the page. The order of repeated values does not matter. */
function identity(list: ListQuery, owner: string): unknown {
  const { status, priority, tag, dueBefore, dueAfter, updatedSince, q, sort } = list;
  const sorted = (values: readonly string[] | undefined): string[] => [...(values ?? [])].sort();
  return [owner, sorted(status), sorted(priority), sorted(tag), dueBefore, dueAfter, updatedSince, q, sort];
}
