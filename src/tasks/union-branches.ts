import { boundsOf, type Choice, choicesOf, type Comparison, distinct, type Filters } from './filter.ts';
import type { Order } from './sort.ts';

/** Which tasks a part of a list has, and what has them in order: a tag, what a search has found, or the table. */
export interface Arm {
  /** The tag that they come from. */
  readonly tag?: string;
  /** The terms of the search that they come from. */
  readonly terms?: string;
  /** They have one of these tags. */
  readonly anyOfTags?: readonly string[];
  /** They have none of these tags. */
  readonly noneOfTags?: readonly string[];
  readonly comparisons: readonly Comparison[];
}

/**
 * The arms of a list have no task in common, and all the tasks of the list together. Where a filter has several
 * values there is an arm for each, which an index has in order. Bounds on the order's own column are left out. `terms`
 * are those of the search, where there is one.
 */
export function armsOf(filters: Filters, terms: string | undefined, order: Order): Arm[] {
  const bounds = boundsOf(filters).filter(({ column }) => column !== order.column);
  const choices = choicesOf(filters);
  const comparisons = [...bounds, ...choices.map(anyOf)];
  const tags = filters.tag && distinct(filters.tag);

  if (terms !== undefined) return [{ terms, comparisons, ...(tags && { anyOfTags: tags }) }];
  if (tags !== undefined) {
    return tags.map((tag, index) => {
      // The tasks with one of the tags before have been in the arm of that.
      const before = tags.slice(0, index);
      return { tag, comparisons, ...(index > 0 && { noneOfTags: before }) };
    });
  }
  const divided = choices.find((choice) => dividesUsefully(choice, order));
  if (divided === undefined) return [{ comparisons }];
  const { column, values } = divided;
  const others = [...bounds, ...choices.filter((choice) => choice !== divided).map(anyOf)];
  return values.map((value) => ({ comparisons: [...others, { column, operator: '=', value }] }));
}

/** Tells whether there is an index that has the tasks of each single value in this order. */
function dividesUsefully({ column }: Choice, order: Order): boolean {
  return order.column === 'position' || order.column === (column === 'status' ? 'due_at' : 'priority');
}

function anyOf({ column, values }: Choice): Comparison {
  return { column, operator: 'in', value: values };
}
