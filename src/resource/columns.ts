// A resource lists its columns once: for each property the column that stores it, how the value is encoded and decoded,
// and whether clients may write it. Types, rows, inserts and defaults derive from that list.
//
//   const columns = {
//     id: { name: 'id', codec: plain<string>() },
//     readAt: { name: 'read_at', codec: optionalDateTime, isWritable: true, default: null },
//   } as const satisfies ColumnsOf<Bookmark>;
import { inUtc } from './timestamp.ts';

/** Converts between the value of a property and that of its column. An omitted function leaves the value unchanged. */
export interface Codec<Value, Stored = Value> {
  readonly encode?: (value: Value) => Stored;
  readonly decode?: (stored: Stored) => Value;
  /** Converts a value from a client to the form that is stored and returned. */
  readonly normalize?: (value: Value) => Value;
}

/** A column whose property accepts values of `In` and returns values of `Out`. */
export interface Column<In, Out> {
  readonly name: string;
  readonly codec: {
    readonly encode?: (value: In) => unknown;
    readonly decode?: (stored: never) => Out;
    readonly normalize?: (value: In) => Out;
  };
  /** Whether clients can set the property. */
  readonly isWritable?: boolean;
  /** The value of a writable property that a create or a replacement omits. */
  readonly default?: Out;
}

/** A column for every property of an item. */
export type ColumnsOf<Item> = { readonly [Property in keyof Item]-?: Column<Item[Property], Item[Property]> };

export type Columns = Readonly<Record<string, Column<never, unknown>>>;

/** A column of unknown types, for loops over all columns. */
export type AnyColumn = Column<unknown, unknown> & { readonly codec: Codec<unknown> };

/** The types of a property and of its column. */
type TypesOf<One extends Column<never, unknown>> =
  One['codec'] extends Codec<infer Value, infer Stored> ? { value: Value; stored: Stored } : never;

/** The item that a list of columns describes. */
export type ItemOf<Listed extends Columns> = {
  -readonly [Property in keyof Listed]: TypesOf<Listed[Property]>['value'];
};

/** The properties that clients write. */
export type FieldsOf<Listed extends Columns> = Pick<
  ItemOf<Listed>,
  {
    [Property in keyof Listed]: Listed[Property] extends { readonly isWritable: true } ? Property : never;
  }[keyof Listed]
>;

/** A row of the table, without its position and its owner. */
export type RowOf<Listed extends Columns> = {
  [Property in keyof Listed as Listed[Property]['name']]: TypesOf<Listed[Property]>['stored'];
};

/** The properties that every item of a resource has. */
export interface Versioned {
  readonly id: string;
  /** 1 for a new item. Every change increases it by 1. The ETag is derived from it. */
  readonly version: number;
}

/** A value that the column stores unchanged. */
export function plain<Value>(): Codec<Value> {
  return {};
}

/** A list that is stored as JSON. */
export function jsonList<Element>(): Codec<Element[], string> {
  return {
    encode: (list) => JSON.stringify(list),
    // Most lists are empty and need no parser.
    decode: (stored) => (stored === '[]' ? [] : (JSON.parse(stored) as Element[])),
  };
}

/** A date-time, stored in UTC with milliseconds, or null. */
export const optionalDateTime: Codec<string | null> = { normalize: inUtc };

/** Fills in defaults for omitted properties, and applies patches. */
export interface Fields<Item> {
  /** The fields of a new or replaced item: an omitted property gets its default. */
  readonly complete: (body: Partial<Item>) => Item;
  /** The fields after a merge patch (RFC 7396): an omitted property keeps its value. */
  readonly patch: (
    current: Item,
    patch: { readonly [Property in keyof Item]?: Item[Property] | null },
  ) => Item;
}

/** Derives the defaults and patches of the writable columns. */
export function fieldsOf<Listed extends Columns>(columns: Listed): Fields<FieldsOf<Listed>> {
  type Values = Readonly<Record<string, unknown>>;
  const writable = Object.entries(columns as unknown as Readonly<Record<string, AnyColumn>>).filter(
    ([, { isWritable }]) => isWritable,
  );

  function fields(given: Values, omitted: (property: string, column: AnyColumn) => unknown) {
    const result: Record<string, unknown> = {};
    for (const [property, column] of writable) {
      const value = given[property];
      const { normalize } = column.codec;
      if (value === undefined) result[property] = omitted(property, column);
      // Null removes a property (RFC 7396), which resets it to its default.
      else if (value === null) result[property] = column.default ?? null;
      else result[property] = normalize === undefined ? value : normalize(value);
    }
    return result as FieldsOf<Listed>;
  }

  return {
    complete: (body) => fields(body, (_property, column) => column.default),
    patch: (current, patch) => fields(patch, (property) => (current as Values)[property]),
  };
}
