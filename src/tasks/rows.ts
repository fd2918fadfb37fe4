// The SQL of the branches of a list of tasks.
import { type AliasableExpression, type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { Bind } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import { bindComparisons, passes } from '../resource/list.ts';
import type { Comparison } from '../resource/order.ts';
import type { TaskBranch } from './union-branches.ts';
import type { SearchIndex } from './storage/search-index.ts';
import type { TaskTables } from './storage/tables.ts';
import { taskTable } from './table.ts';

type Db = Queries<TaskTables>;

/** Replaces the values of a branch by placeholders. */
export function bindBranch(branch: TaskBranch, bind: Bind): TaskBranch {
  const { tag, terms, anyOfTags, noneOfTags, comparisons } = branch;
  return {
    ...(tag !== undefined && { tag: bind(tag) }),
    ...(terms !== undefined && { terms: bind(terms) }),
    ...(anyOfTags && { anyOfTags: anyOfTags.map(bind) }),
    ...(noneOfTags && { noneOfTags: noneOfTags.map(bind) }),
    comparisons: bindComparisons(comparisons, bind),
  };
}

/** Selects the tasks of a branch. */
export function selectBranch(db: Db, search: SearchIndex, owner: string, branch: TaskBranch) {
  const { tag, terms, anyOfTags, noneOfTags, comparisons } = branch;
  if (terms !== undefined) return matchingTasks(db, owner, search.matches(terms), anyOfTags, comparisons);
  if (tag !== undefined) return taggedTasks(db, owner, tag, noneOfTags, comparisons);
  return ownerTasks(db, owner, comparisons);
}

function ownerTasks(db: Db, owner: string, comparisons: readonly Comparison[]) {
  return db
    .selectFrom('task')
    .where(passes('task', owner, comparisons))
    .select(taskTable.selection)
    .select('task.position');
}

// SQLite keeps the order of a cross join, so the tasks below come in the order of the table on its left.

/** The tasks that have a tag and none of the `others`, which have branches of their own. */
function taggedTasks(
  db: Db,
  owner: string,
  tag: string,
  others: readonly string[] | undefined,
  comparisons: readonly Comparison[],
) {
  return db
    .selectFrom('task_tag')
    .crossJoin('task')
    .whereRef('task.position', '=', 'task_tag.position')
    .where('task_tag.owner', '=', owner)
    .where('task_tag.tag', '=', tag)
    .where(passes('task', owner, comparisons, 'task_tag.position'))
    .$if(others !== undefined, (query) => query.where((eb) => eb.not(hasTag(owner, others ?? []))))
    .select(taskTable.selection)
    .select('task_tag.position');
}

/** The tasks that match a search and have one of the tags, if any are given. */
function matchingTasks(
  db: Db,
  owner: string,
  matches: AliasableExpression<{ position: bigint }>,
  tags: readonly string[] | undefined,
  comparisons: readonly Comparison[],
) {
  return db
    .selectFrom(matches.as('found'))
    .crossJoin('task')
    .whereRef('task.position', '=', 'found.position')
    .where(passes('task', owner, comparisons, 'found.position'))
    .$if(tags !== undefined, (query) => query.where(hasTag(owner, tags ?? [])))
    .select(taskTable.selection)
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
