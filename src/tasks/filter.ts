import type { Comparison } from '../resource/order.ts';
import { rankOf } from './columns.ts';
import type { Priority, Status } from './task.ts';

/**
 * The filters of a list. A task must match all of them. It matches a filter with several values if it matches one of the
 * values.
 */
export interface Filters {
  readonly status?: readonly Status[];
  readonly priority?: readonly Priority[];
  readonly tag?: readonly string[];
  /** Exclusive, like `dueAfter`. */
  readonly dueBefore?: string;
  readonly dueAfter?: string;
  readonly hasDueDate?: boolean;
  /** Exclusive, like `completedAfter`. */
  readonly completedBefore?: string;
  readonly completedAfter?: string;
  /** Inclusive. */
  readonly updatedSince?: string;
  /** Words or word prefixes, each of which must occur in the title or the description. */
  readonly q?: string;
}

/** A filter on a column that must contain one of several values. */
export interface Choice {
  readonly column: 'status' | 'priority';
  readonly values: readonly (number | string)[];
}

/** The filters by status and priority. */
export function choicesOf({ status, priority }: Filters): Choice[] {
  const choices: Choice[] = [];
  if (status) choices.push({ column: 'status', values: distinct(status) });
  if (priority) choices.push({ column: 'priority', values: distinct(priority).map(rankOf) });
  return choices;
}

/** The filters by time. */
export function boundsOf(filters: Filters): Comparison[] {
  const { dueBefore, dueAfter, hasDueDate, completedBefore, completedAfter, updatedSince } = filters;
  const bounds: Comparison[] = [];
  if (hasDueDate !== undefined) {
    bounds.push({ column: 'due_at', operator: hasDueDate ? 'is not' : 'is', value: null });
  }
  if (dueBefore !== undefined) bounds.push({ column: 'due_at', operator: '<', value: dueBefore });
  if (dueAfter !== undefined) bounds.push({ column: 'due_at', operator: '>', value: dueAfter });
  if (completedBefore !== undefined) {
    bounds.push({ column: 'completed_at', operator: '<', value: completedBefore });
  }
  if (completedAfter !== undefined) {
    bounds.push({ column: 'completed_at', operator: '>', value: completedAfter });
  }
  if (updatedSince !== undefined) bounds.push({ column: 'updated_at', operator: '>=', value: updatedSince });
  return bounds;
}

/** The distinct values, in order. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
