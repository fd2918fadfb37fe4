import type { Comparison } from './filter.ts';
import { positionOf } from './position.ts';
import { priorities, rankOf } from './table.ts';
import type { Task } from './task.ts';

type SortKey = 'created' | 'updated' | 'due' | 'priority';

/** What a list is sorted by; a leading `-` for descending. */
export type Sort = SortKey | `-${SortKey}`;

/** A task's place in a list: the value that it is sorted by (null for `created`, and without a due date), and its id. */
export interface SortPosition {
  readonly value: string | number | null;
  readonly id: string;
}

/** A sort in the terms of the table. Ties are broken by position, in the same direction. */
export interface Order {
  readonly column: 'position' | 'priority' | 'due_at' | 'updated_at';
  readonly direction: 'asc' | 'desc';
}

const columns = { created: 'position', updated: 'updated_at', due: 'due_at', priority: 'priority' } as const;

/** The order that a sort asks for. */
export function orderOf(sort: Sort): Order {
  const key = sort.replace('-', '') as SortKey;
  return { column: columns[key], direction: sort.startsWith('-') ? 'desc' : 'asc' };
}

/** A task's place in a list of this order. */
export function sortPosition({ column }: Order, task: Task): SortPosition {
  switch (column) {
    case 'position':
      return { value: null, id: task.id };
    case 'updated_at':
      return { value: task.updatedAt, id: task.id };
    case 'due_at':
      return { value: task.dueAt, id: task.id };
    case 'priority':
      return { value: rankOf(task.priority), id: task.id };
  }
}

/** Whether something is a place in a list of this order, such as `sortPosition` gives: any other an engine may refuse. */
export function isPlaceIn(
  { column }: Order,
  place: { readonly value: unknown; readonly id: unknown },
): place is SortPosition {
  const { value, id } = place;
  if (typeof id !== 'string' || positionOf(id) === undefined) return false;
  switch (column) {
    case 'position':
      return value === null;
    case 'updated_at':
      return isMoment(value);
    case 'due_at':
      return value === null || isMoment(value);
    case 'priority':
      return typeof value === 'number' && value in priorities;
  }
}

/** Whether something is a moment as they are stored: in UTC, to the millisecond, of the years 0001 to 9999. */
function isMoment(value: unknown): boolean {
  if (typeof value !== 'string' || !/^(?!0000)\d{4}-/.test(value)) return false;
  const moment = new Date(value);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === value;
}

/** What lies together in the index of an order: the tasks that pass all of these. */
export type Stretch = readonly Comparison[];

/**
 * The list behind a place (or all of it) as stretches, in phases. The stretches of one phase are to be merged; a phase
 * begins behind the last task of the one before. `filters` are the list's own on the column of the order.
 *
 * The ties are a stretch of their own: given `(due_at, position) > (?, ?)`, SQLite reads all the ties from the first.
 * Tasks without a due date are a phase of their own: they come last in both directions, in no engine's index.
 */
export function phasesOf(order: Order, after: SortPosition | undefined, filters: Stretch): Stretch[][] {
  const { column } = order;
  const beyond = order.direction === 'asc' ? '>' : '<';
  const position = after && positionOf(after.id);
  const behind: Stretch =
    position === undefined ? [] : [{ column: 'position', operator: beyond, value: position }];
  if (column === 'position') return [[behind]];

  const undated: Stretch = [{ column, operator: 'is', value: null }];
  if (after?.value === null) return [[[...undated, ...behind]]];

  const valued: Stretch[] = after
    ? [
        [...filters, { column, operator: '=', value: after.value }, ...behind],
        narrowed(filters, { column, operator: beyond, value: after.value }),
      ]
    : [filters];
  // A filter by due date leaves no task without one, and neither have the other columns.
  if (column !== 'due_at' || filters.length > 0) return [valued];
  return [after ? valued : [[{ column, operator: 'is not', value: null }]], [undated]];
}

/** The bounds and one more. Of two on the same side only the tighter stays: SQLite would start from either of them. */
function narrowed(bounds: Stretch, bound: Comparison): Stretch {
  const onItsSide = bounds.find(({ operator }) => operator.startsWith(bound.operator));
  if (onItsSide === undefined) return [...bounds, bound];
  const others = bounds.filter((other) => other !== onItsSide);
  return [...others, isTighter(onItsSide, bound) ? onItsSide : bound];
}

function isTighter(one: Comparison, other: Comparison): boolean {
  if (one.value === null || other.value === null) return false;
  return other.operator === '>' ? one.value > other.value : one.value < other.value;
}
