import type { AliasableExpression, Kysely } from 'kysely';
import type { SearchIndex } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { type ArmQuery, armsOf, type ListRow } from './arms.ts';
import { boundsOf, type Filters } from './filter.ts';
import { type Order, orderOf, phasesOf, type Sort, sortPosition, type SortPosition } from './sort.ts';
import { storedTask } from './table.ts';
import type { Task } from './task.ts';

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
  db: Kysely<Tables>,
  search: SearchIndex,
  owner: string,
  query: ListQuery,
): Promise<Page> {
  const order = orderOf(query.sort);
  const bounds = boundsOf(query).filter(({ column }) => column === order.column);
  const arms = await armsOf(db, search, owner, query, order);

  // By id: a task that is written between two phases could be in both.
  const rows = new Map<string, ListRow>();
  for (const stretches of phasesOf(order, query.after, bounds)) {
    // One more than the page has, to know whether there is a next.
    const missing = query.limit + 1 - rows.size;
    const queries = arms.flatMap((arm) => stretches.map(arm));
    if (missing === 0) break;
    const found = await firstRows(db, search.seesLimits, queries, order, missing);
    for (const row of found) rows.set(row.id, row);
  }

  const items = Array.from(rows.values(), (row) => storedTask(row).task).slice(0, query.limit);
  const last = items.at(-1);
  return { items, next: last && rows.size > query.limit ? sortPosition(order, last) : undefined };
}

async function firstRows(
  db: Kysely<Tables>,
  seesLimits: boolean,
  queries: readonly ArmQuery[],
  { column, direction }: Order,
  limit: number,
): Promise<ListRow[]> {
  const firstOf = (query: AliasableExpression<ListRow>) =>
    db
      .selectFrom(query.as('list'))
      .selectAll()
      .orderBy(`list.${column}`, direction)
      .$if(column !== 'position', (ordered) => ordered.orderBy('list.position', direction))
      .limit(limit);
  const bounded = (query: ArmQuery): ArmQuery => db.selectFrom(firstOf(query).as('first')).selectAll();

  const [first, ...others] = seesLimits || queries.length === 1 ? queries : queries.map(bounded);
  if (first === undefined) return [];
  return await firstOf(others.length === 0 ? first : first.unionAll(others)).execute();
}
