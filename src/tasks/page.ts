// From the query of listTasks to a page of it: the default order, the cursor, and the link to the next page.
import type { operations } from '../../generated/openapi.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { inUtc } from './fields.ts';
import type { ListQuery } from './list.ts';
import { orderOf, type Sort, type SortPosition } from './sort.ts';

type Query = NonNullable<operations['listTasks']['parameters']['query']>;

const defaultLimit = 20;

/** The query that the repository answers, or undefined when its cursor does not belong to it. */
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
  const after = readCursor(cursor, identity(list, owner), orderOf(sort));
  return after && { ...list, after };
}

/** The cursor of the page after this one. */
export function nextCursor(list: ListQuery, owner: string, last: SortPosition): string {
  return writeCursor(last, identity(list, owner));
}

/** The `Link` to the next page (RFC 8288): the same query with another cursor. */
export function nextLink(query: Query, cursor: string): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor })) {
    for (const one of [value].flat()) parameters.append(name, String(one));
  }
  return `</tasks?${parameters}>; rel="next"`;
}

function defaultSort({ dueBefore, dueAfter, updatedSince }: Query): Sort {
  if (dueBefore !== undefined || dueAfter !== undefined) return 'due';
  return updatedSince === undefined ? '-created' : 'updated';
}

/** What makes two queries the same list: all but the page. Repeated values count in any order. */
function identity(list: ListQuery, owner: string): unknown {
  const { status, priority, tag, dueBefore, dueAfter, updatedSince, q, sort } = list;
  const sorted = (values: readonly string[] | undefined): string[] => [...(values ?? [])].sort();
  return [owner, sorted(status), sorted(priority), sorted(tag), dueBefore, dueAfter, updatedSince, q, sort];
}
