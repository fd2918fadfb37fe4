// Keyset pages. The cost of a page depends neither on its position in the list nor on the length of the list: its rows
// come from an index, in order, up to the end of the page. An index covers only a part of most lists, such as the rows
// of one status or the ties of one date. A list is therefore a union of branches, each of which an index provides in
// order, under one ORDER BY and LIMIT: the database merges them and reads no more of any branch than the page needs.
//
// This works for every filter in the order that matches it, and for every order without a filter. For other
// combinations the database may have to read and sort all rows that match one of the filters. Such a list runs with a
// deadline (`Database.readWithDeadline`).
import { type AliasableExpression, type Expression, expressionBuilder, sql } from 'kysely';
import type { CompiledQuery, SqlBool } from 'kysely';
import { LRUCache } from 'lru-cache';
import { type Bind, compiledByForm } from '../database/compiled-query.ts';
import type { EngineName, Queries } from '../database/storage.ts';
import { type Comparison, type KeyRange, keyRanges, type Order, sortPosition } from './order.ts';
import type { SortPosition } from './order.ts';
import { fitPage } from './page.ts';

/** A part of a list. The branches of a list do not overlap. */
export interface Branch {
  readonly comparisons: readonly Comparison[];
}

/** The rows of a branch, which can be sorted, limited and merged with those of other branches. */
export interface BranchQuery<Row> extends AliasableExpression<Row> {
  orderBy(column: Expression<unknown>, direction: Order['direction']): BranchQuery<Row>;
  limit(limit: number): BranchQuery<Row>;
  unionAll(others: readonly Expression<Row>[]): AliasableExpression<Row>;
  compile(): CompiledQuery<Row>;
}

/** How the rows of a resource are listed. */
export interface ListSource<Tables, OwnBranch extends Branch, Row, Item> {
  readonly engine: EngineName;
  /** Replaces each value of a branch with a placeholder. */
  readonly bind: (branch: OwnBranch, bind: Bind) => OwnBranch;
  /** Selects the rows of a branch, each with its `position`, which has an alias if several tables have such a column. */
  readonly select: (
    db: Queries<Tables>,
    owner: string,
    branch: OwnBranch,
  ) => BranchQuery<Row & { position: bigint }>;
  readonly decode: (row: Row) => Item;
}

/**
 * Whether each branch needs its own ORDER BY and LIMIT. PostgreSQL plans each branch of a UNION ALL for all of its
 * rows, and may sort them, unless it has its own LIMIT. SQLite stops reading all branches at the LIMIT of the query.
 */
const limitsBranches: Readonly<Record<EngineName, boolean>> = { sqlite: false, postgres: true };

/**
 * The number of rows in the first chunk: about as many rows of maximum length as fit into a page. Each further chunk
 * has twice as many rows.
 */
const rowsInFirstChunk = 7;

/** A page to read. */
export interface PageQuery<OwnBranch extends Branch> {
  readonly order: Order;
  /** The position at which the previous page ended. Undefined for the first page. */
  readonly after: SortPosition | undefined;
  readonly limit: number;
  /** The filters on the sort column. */
  readonly bounds: KeyRange;
  /** At least one branch. `bounds` apply to each. */
  readonly branches: readonly OwnBranch[];
}

export interface Page<Item> {
  readonly items: Item[];
  /** The position of the last item, if more items follow it. */
  readonly next: SortPosition | undefined;
}

interface RowsQuery<OwnBranch> {
  readonly owner: string;
  readonly column: string;
  readonly direction: Order['direction'];
  readonly branches: readonly OwnBranch[];
  readonly limit: number;
}

/** Creates the function that reads a page of an owner's rows. */
export function pageReader<
  Tables,
  OwnBranch extends Branch,
  Row extends { readonly id: string },
  Item extends { readonly id: string },
>({ engine, bind: bindBranch, select, decode }: ListSource<Tables, OwnBranch, Row, Item>) {
  // The query is plain data, so that each of its forms is compiled once.
  const selectRows = compiledByForm(
    ({ owner, column, direction, branches, limit }: RowsQuery<OwnBranch>, bind) => ({
      owner: bind(owner),
      column,
      direction,
      branches: branches.map((branch) => bindBranch(branch, bind)),
      limit: bind(limit),
    }),
    (db: Queries<Tables>, { owner, column, direction, branches, limit }) => {
      type ListRow = Row & { position: bigint };
      // The query names no table: it selects from the queries of the branches.
      const subqueries = db as Queries<object>;
      // Column names have no table prefix, because the table differs between branches.
      const firstOf = (query: BranchQuery<ListRow>) => {
        const sorted = query.orderBy(sql.ref(column), direction);
        return (column === 'position' ? sorted : sorted.orderBy(sql.ref('position'), direction)).limit(limit);
      };
      const from = (query: AliasableExpression<ListRow>) =>
        subqueries.selectFrom(query.as('list')).selectAll() as unknown as BranchQuery<ListRow>;
      const limited = (query: BranchQuery<ListRow>) => from(firstOf(query));

      const queries = branches.map((branch) => select(db, owner, branch));
      const [first, ...others] =
        limitsBranches[engine] && queries.length > 1 ? queries.map(limited) : queries;
      if (first === undefined) throw new Error('A list requires at least one branch');
      // SQLite takes 10 µs less without the outer query.
      return firstOf(others.length === 0 ? first : from(first.unionAll(others))).compile();
    },
  );

  // The owners whose last page ended before its limit. Their rows are read in chunks: of the rows that one query for
  // the whole page would read, most would not fit into the page.
  const ownersOfLongRows = new LRUCache<string, true>({ max: 10_000 });

  /** Reads the rows after a position. */
  async function readRows(
    db: Queries<Tables>,
    owner: string,
    { order, after, limit, bounds, branches }: PageQuery<OwnBranch>,
  ): Promise<readonly Row[]> {
    let rows: readonly Row[] = [];
    for (const ranges of keyRanges(order, after, bounds)) {
      const missing = limit - rows.length;
      if (missing === 0) break;
      const found = await selectRows(db, {
        owner,
        column: order.column,
        direction: order.direction,
        branches: branches.flatMap((branch) =>
          ranges.map((range) => ({ ...branch, comparisons: [...branch.comparisons, ...range] })),
        ),
        limit: missing,
      });
      rows = concatenate(rows, found.rows as unknown as readonly Row[]);
    }
    return rows;
  }

  return async function readPage(
    db: Queries<Tables>,
    owner: string,
    query: PageQuery<OwnBranch>,
  ): Promise<Page<Item>> {
    const { order, limit } = query;
    // Reads one row more than the page needs, to find out whether there is a next page.
    const end = limit + 1;
    const isInChunks = ownersOfLongRows.has(owner);
    let size = isInChunks ? Math.min(rowsInFirstChunk, end) : end;
    let rows = await readRows(db, owner, { ...query, limit: size });
    let last = rows.length === size ? rows.at(-1) : undefined;
    while (last !== undefined && rows.length < end && fitPage(rows, end).length === rows.length) {
      size = Math.min(2 * size, end - rows.length);
      const after = sortPosition(order, decode(last));
      const more = await readRows(db, owner, { ...query, after, limit: size });
      rows = concatenate(rows, more);
      last = more.length === size ? more.at(-1) : undefined;
    }
    const items = fitPage(rows, limit).map(decode);
    const isCut = items.length < Math.min(limit, rows.length);
    if (isCut) ownersOfLongRows.set(owner, true);
    else if (isInChunks) ownersOfLongRows.delete(owner);
    const lastItem = items.at(-1);
    return {
      items,
      next: lastItem && rows.length > items.length ? sortPosition(order, lastItem) : undefined,
    };
  };
}

/** Concatenates the rows of two queries, without duplicates: a row written between the two queries can be in both. */
function concatenate<Row extends { readonly id: string }>(
  rows: readonly Row[],
  more: readonly Row[],
): readonly Row[] {
  return rows.length === 0 ? more : [...new Map([...rows, ...more].map((row) => [row.id, row])).values()];
}

/** Replaces the values of comparisons with placeholders. */
export function bindComparisons(comparisons: readonly Comparison[], bind: Bind): Comparison[] {
  return comparisons.map(({ column, operator, value }) => ({
    column,
    operator,
    // `is null` takes no parameter.
    value: value === null ? null : Array.isArray(value) ? value.map(bind) : bind(value),
  }));
}

/** The condition that a row belongs to the owner and satisfies all comparisons. `position` is the column to seek in. */
export function passes(
  table: string,
  owner: string,
  comparisons: readonly Comparison[],
  position = `${table}.position`,
): Expression<SqlBool> {
  const eb = expressionBuilder<Readonly<Record<string, never>>>();
  return eb.and([
    eb(sql.ref<string>(`${table}.owner`), '=', owner),
    ...comparisons.map(({ column, operator, value }) =>
      eb(sql.ref<typeof value>(column === 'position' ? position : `${table}.${column}`), operator, value),
    ),
  ]);
}
