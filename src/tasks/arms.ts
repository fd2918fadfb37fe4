import {
  type AliasableExpression,
  type Expression,
  expressionBuilder,
  type Kysely,
  sql,
  type SqlBool,
} from 'kysely';
import type { SearchIndex } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { boundsOf, type Choice, choicesOf, type Comparison, distinct, type Filters } from './filter.ts';
import type { Order } from './sort.ts';
import { taskColumns, type TaskRow } from './table.ts';
import { wordsOf } from './words.ts';

/** A row of a list: a task's, and the position to order it by. */
export type ListRow = TaskRow & { position: bigint };

/** A query of tasks that can be merged with others. */
export interface ArmQuery extends AliasableExpression<ListRow> {
  unionAll(others: readonly Expression<ListRow>[]): AliasableExpression<ListRow>;
}

/** An arm of a list: makes the query for those of its tasks that pass the comparisons. */
export type Arm = (comparisons: readonly Comparison[]) => ArmQuery;

/**
 * The arms of a list have no task in common, and all the tasks of the list together. Where a filter has several
 * values there is an arm for each, which an index has in order. Bounds on the order's own column are left out.
 */
export async function armsOf(
  db: Kysely<Tables>,
  search: SearchIndex,
  owner: string,
  filters: Filters,
  order: Order,
): Promise<Arm[]> {
  const bounds = boundsOf(filters).filter(({ column }) => column !== order.column);
  const choices = choicesOf(filters);
  const own = [...bounds, ...choices.map(anyOf)];
  const tags = filters.tag && distinct(filters.tag);

  if (filters.q !== undefined) {
    const words = wordsOf(filters.q);
    if (words.length === 0) return [];
    const found = await search.matches(db, owner, words);
    return [(more) => foundTasks(db, owner, found, tags, [...own, ...more])];
  }
  if (tags !== undefined) {
    return tags.map(
      (tag, index) => (more) => taggedTasks(db, owner, tag, tags.slice(0, index), [...own, ...more]),
    );
  }
  const divided = choices.find((choice) => dividesUsefully(choice, order));
  const common = [...bounds, ...choices.filter((choice) => choice !== divided).map(anyOf)];
  const arms = divided?.values.map((value): Comparison[] => [
    ...common,
    { column: divided.column, operator: '=', value },
  ]);
  return (arms ?? [common]).map((arm) => (more) => tasks(db, owner, [...arm, ...more]));
}

/** Tells whether there is an index that has the tasks of each single value in this order. */
function dividesUsefully({ column }: Choice, order: Order): boolean {
  return order.column === 'position' || order.column === (column === 'status' ? 'due_at' : 'priority');
}

function anyOf({ column, values }: Choice): Comparison {
  return { column, operator: 'in', value: values };
}

function tasks(db: Kysely<Tables>, owner: string, comparisons: readonly Comparison[]): ArmQuery {
  return db
    .selectFrom('task')
    .where(passes(owner, comparisons, 'task.position'))
    .select(taskColumns)
    .select('task.position');
}

// A cross join, here and below: SQLite keeps its order, so the tasks come as the table on its left has them.

/** The tasks with a tag and none of the `others`, which have arms of their own. */
function taggedTasks(
  db: Kysely<Tables>,
  owner: string,
  tag: string,
  others: readonly string[],
  comparisons: readonly Comparison[],
): ArmQuery {
  return db
    .selectFrom('task_tag')
    .crossJoin('task')
    .whereRef('task.position', '=', 'task_tag.position')
    .where('task_tag.owner', '=', owner)
    .where('task_tag.tag', '=', tag)
    .where(passes(owner, comparisons, 'task_tag.position'))
    .$if(others.length > 0, (query) => query.where((eb) => eb.not(hasTag(owner, others))))
    .select(taskColumns)
    .select('task_tag.position');
}

/** The tasks that the search has found, with one of the tags. */
function foundTasks(
  db: Kysely<Tables>,
  owner: string,
  found: AliasableExpression<{ position: bigint }>,
  tags: readonly string[] | undefined,
  comparisons: readonly Comparison[],
): ArmQuery {
  return db
    .selectFrom(found.as('found'))
    .crossJoin('task')
    .whereRef('task.position', '=', 'found.position')
    .where(passes(owner, comparisons, 'found.position'))
    .$if(tags !== undefined, (query) => query.where(hasTag(owner, tags ?? [])))
    .select(taskColumns)
    .select('found.position');
}

function hasTag(owner: string, tags: readonly string[]): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'task'>();
  return eb.exists(
    eb
      .selectFrom('task_tag as other')
      .select('other.position')
      .where('other.owner', '=', owner)
      .where('other.tag', 'in', tags)
      .whereRef('other.position', '=', 'task.position'),
  );
}

function passes(owner: string, comparisons: readonly Comparison[], position: string): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'task'>();
  return eb.and([
    eb('task.owner', '=', owner),
    ...comparisons.map(({ column, operator, value }) =>
      eb(sql.ref<typeof value>(column === 'position' ? position : `task.${column}`), operator, value),
    ),
  ]);
}
