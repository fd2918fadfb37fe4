import type { Branch } from '../resource/list.ts';
import type { Comparison, Order } from '../resource/order.ts';
import { boundsOf, type Choice, choicesOf, distinct, type Filters } from './filter.ts';

/** A branch of a list of tasks. It reads from the search index, from the tag rows, or else from the task table. */
export interface TaskBranch extends Branch {
  /** The search terms whose matches the branch reads. */
  readonly terms?: readonly string[];
  /** The tags. Each task has at least one of them. */
  readonly anyOfTags?: readonly string[];
  /** The direction of an order by position, in which the tag rows are read. */
  readonly direction: Order['direction'];
  /** Whether the query stops at a deadline. */
  readonly hasDeadline: boolean;
}

/**
 * Splits a list into branches that do not overlap. A filter with several values becomes one branch per value if an
 * index provides each branch in order. Bounds on the sort column are omitted. `terms` are the search terms, if the list
 * has a search.
 */
export function unionBranches(
  filters: Filters,
  terms: readonly string[] | undefined,
  order: Order,
  hasDeadline: boolean,
): TaskBranch[] {
  const { direction } = order;
  const bounds = boundsOf(filters).filter(({ column }) => column !== order.column);
  const choices = choicesOf(filters);
  const comparisons = [...bounds, ...choices.map(anyOf)];
  const tags = filters.tag && distinct(filters.tag);

  const common = { direction, hasDeadline };
  if (terms !== undefined) return [{ ...common, terms, comparisons, ...(tags && { anyOfTags: tags }) }];
  if (tags !== undefined) return [{ ...common, anyOfTags: tags, comparisons }];
  const split = choices.find((choice) => isIndexedPerValue(choice, order));
  if (split === undefined) return [{ ...common, comparisons }];
  const { column, values } = split;
  const others = [...bounds, ...choices.filter((choice) => choice !== split).map(anyOf)];
  return values.map((value) => ({ ...common, comparisons: [...others, { column, operator: '=', value }] }));
}

/** Whether an index provides the tasks with each single value in this order. */
function isIndexedPerValue({ column }: Choice, order: Order): boolean {
  return order.column === 'position' || order.column === (column === 'status' ? 'due_at' : 'priority');
}

function anyOf({ column, values }: Choice): Comparison {
  return { column, operator: 'in', value: values };
}
