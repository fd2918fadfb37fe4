import { rankOf } from './table.ts';
import type { Priority, Status } from './task.ts';

/** Which tasks a list has: those that pass every filter; of several values for one filter, any will do. */
export interface Filters {
  readonly status?: readonly Status[];
  readonly priority?: readonly Priority[];
  readonly tag?: readonly string[];
  /** Exclusive, as `dueAfter` is. */
  readonly dueBefore?: string;
  readonly dueAfter?: string;
  /** Inclusive. */
  readonly updatedSince?: string;
  /** Words and beginnings of words, all of which the title or the description has. */
  readonly q?: string;
}

/** One comparison of a column of a task. */
export interface Comparison {
  readonly column: 'position' | 'status' | 'priority' | 'due_at' | 'updated_at';
  readonly operator: '=' | '<' | '>' | '>=' | 'is' | 'is not' | 'in';
  readonly value: bigint | number | string | null | readonly (number | string)[];
}

/** Any of the values of a column. */
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
export function boundsOf({ dueBefore, dueAfter, updatedSince }: Filters): Comparison[] {
  const bounds: Comparison[] = [];
  if (dueBefore !== undefined) bounds.push({ column: 'due_at', operator: '<', value: dueBefore });
  if (dueAfter !== undefined) bounds.push({ column: 'due_at', operator: '>', value: dueAfter });
  if (updatedSince !== undefined) bounds.push({ column: 'updated_at', operator: '>=', value: updatedSince });
  return bounds;
}

/** Each value once. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
