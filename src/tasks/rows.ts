// The SQL for the branches of a task list.
import { type AliasableExpression, type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { Bind } from '../database/compiled-query.ts';
import type { Database } from '../database/database.ts';
import type { Queries } from '../database/storage.ts';
import { bindComparisons, passes } from '../resource/list.ts';
import type { Comparison } from '../resource/order.ts';
import type { TaskBranch } from './union-branches.ts';
import type { SearchIndex } from './storage/search-index.ts';
import { taggedPositions } from './storage/tagged-positions.ts';
import type { TaskTables } from './storage/tables.ts';
import { taskTable } from './table.ts';

type Db = Queries<TaskTables>;
type Positions = AliasableExpression<{ position: bigint }>;

/** Replaces the values of a branch with placeholders. */
export function bindBranch(branch: TaskBranch, bind: Bind): TaskBranch {
  const { terms, anyOfTags, comparisons } = branch;
  return {
    ...branch,
    ...(terms && { terms: terms.map(bind) }),
    ...(anyOfTags && { anyOfTags: anyOfTags.map(bind) }),
    comparisons: bindComparisons(comparisons, bind),
  };
}

/** Creates the function that selects the tasks of a branch. */
export function branchSelection(
  { engine, deadlineCheck }: Pick<Database<TaskTables>, 'engine' | 'deadlineCheck'>,
  search: SearchIndex,
) {
  return (db: Db, owner: string, branch: TaskBranch) => {
    const { terms, anyOfTags: tags, comparisons, direction } = branch;
    const check: Check = (position) => (branch.hasDeadline && deadlineCheck ? [deadlineCheck(position)] : []);
    if (terms !== undefined) return foundTasks(db, owner, search.matches(terms), tags, comparisons, check);
    if (tags === undefined) return ownerTasks(db, owner, comparisons, check);
    const range = comparisons.filter(({ column }) => column === 'position');
    const positions = taggedPositions(db, engine, { owner, tags, range, direction });
    return foundTasks(db, owner, positions, undefined, comparisons, check);
  };
}

/**
 * The condition that stops a list with a deadline. It comes first because it would not be evaluated for rows that an
 * earlier condition excludes.
 */
type Check = (position: string) => Expression<SqlBool>[];

function ownerTasks(db: Db, owner: string, comparisons: readonly Comparison[], check: Check) {
  return db
    .selectFrom('task')
    .where((eb) => eb.and([...check('task.position'), passes('task', owner, comparisons)]))
    .select(taskTable.selection)
    .select('task.position');
}

/** Selects the tasks at these positions, in the same order. If tags are given, only tasks with one of them. */
function foundTasks(
  db: Db,
  owner: string,
  positions: Positions,
  tags: readonly string[] | undefined,
  comparisons: readonly Comparison[],
  check: Check,
) {
  return (
    db
      .selectFrom(positions.as('found'))
      // SQLite preserves the order of the tables in a cross join.
      .crossJoin('task')
      .where((eb) =>
        eb.and([
          ...check('found.position'),
          eb('task.position', '=', eb.ref('found.position')),
          passes('task', owner, comparisons, 'found.position'),
        ]),
      )
      .$if(tags !== undefined, (query) => query.where(hasTag(owner, tags ?? [])))
      .select(taskTable.selection)
      .select('found.position as position')
  );
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
