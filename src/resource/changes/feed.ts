// The change feed of a resource: its items and deletions in the order of their last change. The feed is not a log of
// events. Each row has the sequence of its last change, so a first copy and a catch-up are the same kind of read, and
// the feed has one entry per item or deletion.
//
// The sequence of a change is the owner's clock, which every write increases in its transaction while it holds the lock
// on the owner's row. A reader that sees a sequence therefore sees every smaller one, provided that one statement reads
// the items, the deletions and the clock.
import { sql } from 'kysely';
import { compiled } from '../../database/compiled-query.ts';
import type { Queries } from '../../database/storage.ts';
import { fitPage, rowsToRead } from '../page.ts';
import type { Position } from '../position.ts';
import type { ChangeCursor } from './cursor.ts';

/** The last change of an item: its state at the time of this read, or its deletion. */
export type Change<Item> =
  | { readonly type: 'upserted'; readonly item: Item }
  | { readonly type: 'deleted'; readonly id: string; readonly deletedAt: string };

/** A page of the feed. */
export interface ChangePage<Item> {
  readonly changes: readonly Change<Item>[];
  /** The position at which the page ends. */
  readonly cursor: ChangeCursor;
  /** Whether the sync has more pages. */
  readonly hasMore: boolean;
}

/** The tables of a feed. */
export interface FeedSource<Item> {
  readonly items: string;
  readonly deletions: string;
  /** The columns of an item. */
  readonly names: readonly string[];
  readonly decode: (row: never) => Item;
}

interface State {
  readonly epoch: string;
  /** The clock as text, because the drivers round or reject 63-bit integers. Null before the owner's first write. */
  readonly clock: string | null;
  /** The sequence of the owner's last purged deletion. Null if no deletion was purged. */
  readonly watermark: string | null;
}

interface Row extends State {
  /** Null if there is no change, as are all columns below. */
  readonly change_sequence: string | null;
  readonly change_id: string;
  readonly changed_at: string;
  readonly is_deleted: number;
}

/** Creates the function that reads a page. It resolves to undefined if changes after the cursor are lost. */
export function feedReader<Item>({ items, deletions, names, decode }: FeedSource<Item>) {
  const [itemTable, deletionTable] = [sql.table(items), sql.table(deletions)];
  const columns = sql.join(names.map((name) => sql.ref(`${items}.${name}`)));

  // Every row contains the state. If there is no change, one row contains only the state.
  const selectChanges = compiled(
    (db: Queries<unknown>, { owner, after, limit }: { owner: string; after: Position; limit: number }) =>
      sql<Row>`
        with change as (
          select * from (
            select position, id, sequence, updated_at as changed_at, 0 as is_deleted
            from ${itemTable} where owner = ${owner} and sequence > ${after} order by sequence limit ${limit}
          ) as item
          union all
          select * from (
            select position, id, sequence, deleted_at as changed_at, 1 as is_deleted
            from ${deletionTable} where owner = ${owner} and sequence > ${after} order by sequence limit ${limit}
          ) as deletion
          order by sequence limit ${limit}
        )
        select state.epoch, state.clock, state.watermark, cast(change.sequence as text) as change_sequence,
          change.id as change_id, change.changed_at, change.is_deleted, ${columns}
        from (
          select (select epoch from change_epoch) as epoch,
            (select cast(clock as text) from owner where owner = ${owner}) as clock,
            (select cast(sequence as text) from purge_watermark where owner = ${owner}) as watermark
        ) as state
        left join change on true
        left join ${itemTable} on ${sql.ref(`${items}.position`)} = change.position and change.is_deleted = 0
        order by change.sequence`.compile(db),
  );

  const sizes = rowsToRead();

  return async function readChanges(
    db: unknown,
    owner: string,
    since: ChangeCursor | undefined,
    maxChanges: number,
  ): Promise<ChangePage<Item> | undefined> {
    const limit = sizes.get(owner, maxChanges);
    const { rows } = await selectChanges(db as Queries<unknown>, {
      owner,
      after: since?.reached ?? 0n,
      limit,
    });
    const [state] = rows;
    if (state === undefined) throw new Error('The change feed has no epoch');
    const clock = BigInt(state.clock ?? 0);
    if (since !== undefined && hasExpired(since, state, clock)) return undefined;
    const found = rows.filter((row) => row.change_sequence !== null);
    const changed = fitPage(found, limit);
    sizes.record(owner, found.length, changed.length);
    const last = changed.at(-1)?.change_sequence;
    // A page that is not full contains all changes up to the clock. The clock can be later than the last change in the
    // feed, because other writes of the owner increase it too.
    const isFull = changed.length === limit || changed.length < found.length;
    const reached = isFull && typeof last === 'string' ? BigInt(last) : clock;
    const isContinued = since !== undefined && since.reached < since.end;
    const end = isContinued ? since.end : clock;
    return {
      changes: changed.map((row) => changeOf(row)),
      cursor: {
        epoch: state.epoch,
        reached,
        end,
        isFirstCopy: since === undefined || (isContinued && since.isFirstCopy),
      },
      hasMore: reached < end,
    };
  };

  function changeOf(row: Row): Change<Item> {
    return row.is_deleted === 1
      ? { type: 'deleted', id: row.change_id, deletedAt: row.changed_at }
      : { type: 'upserted', item: decode(row as never) };
  }
}

/**
 * Whether the changes after a cursor are incomplete: the cursor belongs to a different epoch, it is ahead of a clock
 * that was rolled back, or deletions that it requires were purged. A first copy requires no deletion from before its
 * start.
 */
function hasExpired(
  { epoch, reached, end, isFirstCopy }: ChangeCursor,
  state: State,
  clock: bigint,
): boolean {
  if (epoch !== state.epoch || reached > clock || end > clock) return true;
  const complete = isFirstCopy && end > reached ? end : reached;
  return BigInt(state.watermark ?? 0) > complete;
}
