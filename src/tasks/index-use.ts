import type { Order } from '../resource/order.ts';
import type { Filters } from './filter.ts';

/** The filters on each sort column. In the index for that order, the tasks that match them are contiguous. */
const ranges: Readonly<Record<string, readonly (keyof Filters)[]>> = {
  due_at: ['dueBefore', 'dueAfter', 'hasDueDate'],
  completed_at: ['completedBefore', 'completedAfter'],
  updated_at: ['updatedSince'],
};

/** For each filter, the sort columns by which an index orders the tasks with one value of the filter. */
const orderedValues: Partial<Record<keyof Filters, readonly string[]>> = {
  status: ['position', 'due_at'],
  priority: ['position', 'priority'],
  tag: ['position'],
};

/**
 * The filters that no index serves in this order. If there are none, a page costs the same for any number of tasks.
 * Otherwise the database reads tasks that it then discards, or sorts them.
 */
export function unindexedFilters(filters: Filters, { column }: Order): (keyof Filters)[] {
  const names = Object.keys(filterNames) as (keyof Filters)[];
  const others = names.filter(
    (name) => filters[name] !== undefined && !(ranges[column]?.includes(name) ?? false),
  );
  const [first, ...more] = others;
  const isIndexed =
    first === undefined || (more.length === 0 && (orderedValues[first]?.includes(column) ?? false));
  return isIndexed ? [] : others;
}

/** All filters, in the order of the contract. */
const filterNames: Readonly<Record<keyof Filters, true>> = {
  status: true,
  priority: true,
  tag: true,
  dueBefore: true,
  dueAfter: true,
  hasDueDate: true,
  completedBefore: true,
  completedAfter: true,
  updatedSince: true,
  q: true,
};
