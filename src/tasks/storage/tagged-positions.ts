import { type AliasableExpression, sql } from 'kysely';
import type { EngineName, Queries } from '../../database/storage.ts';
import { passes } from '../../resource/list.ts';
import type { Comparison } from '../../resource/order.ts';
import type { TaskTables } from './tables.ts';

type Db = Queries<TaskTables>;
type TagQuery = ReturnType<typeof positionsOfTag>;

/** An owner's tags. A task must have at least one of them. */
export interface TagFilter {
  readonly owner: string;
  /** Must contain at least one tag. */
  readonly tags: readonly string[];
  /** Bounds on the position. */
  readonly range: readonly Comparison[];
  readonly direction: 'asc' | 'desc';
}

/** The positions of the tasks with at least one of the tags, without duplicates, in this direction. */
export function taggedPositions(
  db: Db,
  engine: EngineName,
  { owner, tags, range, direction }: TagFilter,
): AliasableExpression<{ position: bigint }> {
  const [first, ...others] = tags.map((tag) => positionsOfTag(db, owner, tag, range));
  if (first === undefined) throw new Error('A filter by tag requires at least one tag');
  return others.length === 0 ? first : merge[engine](db, first, others, direction);
}

function positionsOfTag(db: Db, owner: string, tag: string, range: readonly Comparison[]) {
  return db
    .selectFrom('task_tag')
    .where('tag', '=', tag)
    .where(passes('task_tag', owner, range))
    .select('position');
}

type Merge = (
  db: Db,
  first: TagQuery,
  others: TagQuery[],
  direction: TagFilter['direction'],
) => AliasableExpression<{ position: bigint }>;

/**
 * Merges the positions of several tags, which the index provides in order, and drops duplicates as it reads them. The
 * cost of a page does not depend on how many tasks have several of the tags.
 */
const merge: Readonly<Record<EngineName, Merge>> = {
  // Without the limit, SQLite ignores the order of a subquery in a join, and sorts.
  sqlite: (_db, first, others, direction) =>
    first.union(others).orderBy('position', direction).limit(sql.lit(-1)),
  // Before version 17, PostgreSQL sorts the rows of a UNION.
  postgres: (db, first, others, direction) =>
    db
      .selectFrom(first.unionAll(others).as('tagged'))
      .distinctOn('position')
      .select('position')
      .orderBy('position', direction),
};
