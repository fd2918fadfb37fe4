// The rows of a list as SQL. It is asked for as data, so that a query is compiled once for each form of it.
import { type AliasableExpression, type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import { type Bind, compiledByForm } from '../database/compiled-query.ts';
import type { TaskDialect } from './storage/dialect.ts';
import type { Queries } from '../database/storage.ts';
import type { TaskTables } from './storage/tables.ts';
import type { Arm } from './union-branches.ts';
import type { Comparison } from './filter.ts';
import type { Order } from './sort.ts';
import { taskColumns, type TaskRow } from './table.ts';

/** The first rows of several arms (at least one) that are merged. */
export interface RowsQuery {
  readonly dialect: TaskDialect;
  readonly owner: string;
  readonly order: Order;
  readonly arms: readonly Arm[];
  readonly limit: number;
}

/** A row of a list: a task's, and the position to order it by. */
type ListRow = TaskRow & { position: bigint };

/** A query of tasks that can be merged with others. */
interface ArmQuery extends AliasableExpression<ListRow> {
  unionAll(others: readonly Expression<ListRow>[]): AliasableExpression<ListRow>;
}

/** Reads rows of a list. */
export const selectRows = compiledByForm<TaskTables, RowsQuery, ListRow>(
  boundRows,
  (db: Queries<TaskTables>, { dialect, owner, order: { column, direction }, arms, limit }) => {
    const firstOf = (query: AliasableExpression<ListRow>) =>
      db
        .selectFrom(query.as('list'))
        .selectAll()
        .orderBy(`list.${column}`, direction)
        .$if(column !== 'position', (ordered) => ordered.orderBy('list.position', direction))
        .limit(limit);
    const bounded = (query: ArmQuery): ArmQuery => db.selectFrom(firstOf(query).as('first')).selectAll();

    const queries = arms.map((arm) => armQuery(db, dialect.search, owner, arm));
    const [first, ...others] =
      queries.length === 1 ? queries : queries.map((query) => dialect.limitBranch(query, bounded));
    if (first === undefined) throw new Error('A list is read from at least one arm');
    return firstOf(others.length === 0 ? first : first.unionAll(others)).compile();
  },
);

/** The query with a place for each of its values. */
function boundRows({ dialect, owner, order, arms, limit }: RowsQuery, bind: Bind): RowsQuery {
  return {
    dialect,
    owner: bind(owner),
    order,
    arms: arms.map((arm) => boundArm(arm, bind)),
    limit: bind(limit),
  };
}

function boundArm({ tag, terms, anyOfTags, noneOfTags, comparisons }: Arm, bind: Bind): Arm {
  return {
    ...(tag !== undefined && { tag: bind(tag) }),
    ...(terms !== undefined && { terms: bind(terms) }),
    ...(anyOfTags && { anyOfTags: anyOfTags.map(bind) }),
    ...(noneOfTags && { noneOfTags: noneOfTags.map(bind) }),
    comparisons: comparisons.map(({ column, operator, value }) => ({
      column,
      operator,
      // NULL belongs to `is`, which takes no parameter.
      value: value === null ? null : Array.isArray(value) ? value.map(bind) : bind(value),
    })),
  };
}

function armQuery(db: Queries<TaskTables>, search: TaskDialect['search'], owner: string, arm: Arm): ArmQuery {
  const { tag, terms, comparisons } = arm;
  if (terms !== undefined) {
    return foundTasks(db, owner, search.matches(terms), arm.anyOfTags, comparisons);
  }
  if (tag !== undefined) return taggedTasks(db, owner, tag, arm.noneOfTags, comparisons);
  return tasks(db, owner, comparisons);
}

function tasks(db: Queries<TaskTables>, owner: string, comparisons: readonly Comparison[]): ArmQuery {
  return db
    .selectFrom('task')
    .where(passes(owner, comparisons, 'task.position'))
    .select(taskColumns)
    .select('task.position');
}

// A cross join, here and below: SQLite keeps its order, so the tasks come as the table on its left has them.

/** The tasks with a tag and none of the `others`, which have arms of their own. */
function taggedTasks(
  db: Queries<TaskTables>,
  owner: string,
  tag: string,
  others: readonly string[] | undefined,
  comparisons: readonly Comparison[],
): ArmQuery {
  return db
    .selectFrom('task_tag')
    .crossJoin('task')
    .whereRef('task.position', '=', 'task_tag.position')
    .where('task_tag.owner', '=', owner)
    .where('task_tag.tag', '=', tag)
    .where(passes(owner, comparisons, 'task_tag.position'))
    .$if(others !== undefined, (query) => query.where((eb) => eb.not(hasTag(owner, others ?? []))))
    .select(taskColumns)
    .select('task_tag.position');
}

/** The tasks that the search has found, with one of the tags. */
function foundTasks(
  db: Queries<TaskTables>,
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
  const eb = expressionBuilder<TaskTables, 'task'>();
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
  const eb = expressionBuilder<TaskTables, 'task'>();
  return eb.and([
    eb('task.owner', '=', owner),
    ...comparisons.map(({ column, operator, value }) =>
      eb(sql.ref<typeof value>(column === 'position' ? position : `task.${column}`), operator, value),
    ),
  ]);
}
