import type { Branch } from '../resource/list.ts';
import type { Comparison, Order } from '../resource/order.ts';
import { boundsOf, type Choice, choicesOf, distinct, type Filters } from './filter.ts';

/** A branch of a list of tasks. It reads from the rows of a tag, from the search index, or else from the table. */
export interface TaskBranch extends Branch {
  /** The tag whose rows it reads. */
  readonly tag?: string;
  /** The search terms whose matches it reads. */
  readonly terms?: string;
  /** The tasks have one of these tags. */
  readonly anyOfTags?: readonly string[];
  /** The tasks have none of these tags. */
  readonly noneOfTags?: readonly string[];
}

/**
 * Splits a list into branches that have no task in common. A filter with several values becomes one branch per value if
 * an index has each branch in order. Bounds on the column of the order are left out. `terms` are the search terms, if
 * the list has a search.
 */
export function unionBranches(filters: Filters, terms: string | undefined, order: Order): TaskBranch[] {
  const bounds = boundsOf(filters).filter(({ column }) => column !== order.column);
  const choices = choicesOf(filters);
  const comparisons = [...bounds, ...choices.map(anyOf)];
  const tags = filters.tag && distinct(filters.tag);

  if (terms !== undefined) return [{ terms, comparisons, ...(tags && { anyOfTags: tags }) }];
  if (tags !== undefined) {
    return tags.map((tag, index) => {
      // Tasks with an earlier tag are in the branch of that tag.
      const earlier = tags.slice(0, index);
      return { tag, comparisons, ...(index > 0 && { noneOfTags: earlier }) };
    });
  }
  const split = choices.find((choice) => isIndexedPerValue(choice, order));
  if (split === undefined) return [{ comparisons }];
  const { column, values } = split;
  const others = [...bounds, ...choices.filter((choice) => choice !== split).map(anyOf)];
  return values.map((value) => ({ comparisons: [...others, { column, operator: '=', value }] }));
}

/** Whether an index has the tasks of each single value in this order. */
function isIndexedPerValue({ column }: Choice, order: Order): boolean {
  return order.column === 'position' || order.column === (column === 'status' ? 'due_at' : 'priority');
}

function anyOf({ column, values }: Choice): Comparison {
  return { column, operator: 'in', value: values };
}
