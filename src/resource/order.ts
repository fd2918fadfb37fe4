import { positionOf } from './position.ts';

/** One comparison of a column with a value. */
export interface Comparison {
  readonly column: string;
  readonly operator: '=' | '<' | '>' | '>=' | 'is' | 'is not' | 'in';
  readonly value: bigint | number | string | null | readonly (number | string)[];
}

/** What a list can be sorted by. */
export interface SortKey {
  readonly column: string;
  /** The property that the column stores. Unset for `position`. */
  readonly property?: string;
  readonly encode?: (value: never) => string | number;
  /**
   * Whether the column can contain this value. A cursor with any other value is invalid: PostgreSQL would fail on it.
   */
  readonly isValue: (value: unknown) => boolean;
  /** Whether the column can be null. Rows without a value come last, in both directions. */
  readonly isNullable?: boolean;
}

/** A sort key with a direction. Ties are broken by position, in the same direction. */
export interface Order extends SortKey {
  readonly direction: 'asc' | 'desc';
}

/** Where a page ended: the sort value of its last item (null in an order by position), and the item's id. */
export interface SortPosition {
  readonly value: string | number | null;
  readonly id: string;
}

/** The order of creation. */
export const byPosition: SortKey = { column: 'position', isValue: (value) => value === null };

/**
 * The orders of a list by the value of its `sort` parameter. A key alone means ascending order, and a key with a
 * leading `-` means descending order.
 */
export function ordersOf<Key extends string>(
  keys: Readonly<Record<Key, SortKey>>,
): Readonly<Record<Key | `-${Key}`, Order>> {
  const orders = Object.entries<SortKey>(keys).flatMap(([name, key]): [string, Order][] => [
    [name, { ...key, direction: 'asc' }],
    [`-${name}`, { ...key, direction: 'desc' }],
  ]);
  return Object.fromEntries(orders) as Record<Key | `-${Key}`, Order>;
}

/** Returns the position of an item in a list of this order. */
export function sortPosition({ property, encode }: Order, item: { readonly id: string }): SortPosition {
  if (property === undefined) return { value: null, id: item.id };
  const value = (item as unknown as Readonly<Record<string, string | number | null>>)[property] ?? null;
  return { value: encode === undefined ? value : encode(value as never), id: item.id };
}

/** Whether a value from a cursor is a position in a list of this order. */
export function isSortPosition(
  order: Order,
  position: { readonly value: unknown; readonly id: unknown },
): position is SortPosition {
  const { value, id } = position;
  if (typeof id !== 'string' || positionOf(id) === undefined) return false;
  return order.isValue(value) || (order.isNullable === true && value === null);
}

/** Rows that are contiguous in the index of an order: those that satisfy every comparison. */
export type KeyRange = readonly Comparison[];

/**
 * Splits the part of a list after a position (or all of it) into key ranges, grouped in steps. The ranges of one step
 * are merged; the next step begins after the last row of the previous step. `bounds` are the filters on the sort
 * column.
 *
 * Ties have their own range: for `(due_at, position) > (?, ?)`, SQLite reads all ties from the first one. Rows without
 * a value have their own step: they come last in both directions, which no engine's index provides.
 */
export function keyRanges(order: Order, after: SortPosition | undefined, bounds: KeyRange): KeyRange[][] {
  const { column } = order;
  const beyond = order.direction === 'asc' ? '>' : '<';
  const position = after && positionOf(after.id);
  const rest: KeyRange =
    position === undefined ? [] : [{ column: 'position', operator: beyond, value: position }];
  if (column === 'position') return [[rest]];

  const isWithoutValue = bounds.some(({ operator }) => operator === 'is');
  const withoutValue: KeyRange = isWithoutValue ? bounds : [{ column, operator: 'is', value: null }];
  if (isWithoutValue || after?.value === null) return [[[...withoutValue, ...rest]]];

  // A comparison with a value excludes rows without one.
  const values = bounds.filter(({ operator }) => operator !== 'is not');
  const anyValue: KeyRange = order.isNullable === true ? [{ column, operator: 'is not', value: null }] : [];
  const withValue: KeyRange[] = after
    ? [
        [...values, { column, operator: '=', value: after.value }, ...rest],
        narrow(values, { column, operator: beyond, value: after.value }),
      ]
    : [values.length > 0 ? values : anyValue];
  // A bound excludes rows without a value, so their step is omitted.
  return order.isNullable !== true || bounds.length > 0 ? [withValue] : [withValue, [withoutValue]];
}

/** Adds a bound. Of two bounds on the same side, only the tighter one is kept, because SQLite may seek with either. */
function narrow(bounds: KeyRange, bound: Comparison): KeyRange {
  const sameSide = bounds.find(({ operator }) => operator.startsWith(bound.operator));
  if (sameSide === undefined) return [...bounds, bound];
  const others = bounds.filter((other) => other !== sameSide);
  return [...others, isTighter(sameSide, bound) ? sameSide : bound];
}

function isTighter(one: Comparison, other: Comparison): boolean {
  if (one.value === null || other.value === null) return false;
  return other.operator === '>' ? one.value > other.value : one.value < other.value;
}
