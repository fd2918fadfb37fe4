// Limits the work of validating a value that is too large. Ajv reports an error for each item and each unknown member
// of a container, although a response lists only a hundred errors. A body with 36,000 invalid tags took 115 ms.
import { isPlainObject, resolve } from '../reference.ts';
import type { JsonObject } from '../reference.ts';

/**
 * Returns a value that is valid exactly if the given value is valid. If a container in the value has too many items or
 * members, this is a copy with fewer of them, but still too many.
 */
export type Bound = (value: unknown) => unknown;

type Members = Readonly<Record<string, unknown>>;

/** At least this many items or members of an oversized container are kept. */
const minKept = 120;

const unchanged: Bound = (value) => value;

/** Creates the `Bound` for values of a schema. Values in `oneOf` and `anyOf` are not bounded. */
export function boundOf(
  document: JsonObject,
  schema: JsonObject,
  compiled = new Map<string, Bound>(),
): Bound {
  if (schema['$ref'] === undefined) return compile(document, schema, compiled);
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  let bound: Bound = unchanged;
  // A schema that refers to itself finds this function instead of being compiled again.
  compiled.set(key, (value) => bound(value));
  bound = compile(document, resolve(document, schema), compiled);
  compiled.set(key, bound);
  return bound;
}

function compile(document: JsonObject, schema: JsonObject, compiled: Map<string, Bound>): Bound {
  const inner = (value: unknown): Bound =>
    isPlainObject(value) ? boundOf(document, value, compiled) : unchanged;
  const { allOf, items, maxItems, properties } = schema;
  const parts = (Array.isArray(allOf) ? allOf.map(inner) : []).filter((part) => part !== unchanged);
  const boundItem = inner(items);
  if (typeof maxItems === 'number' || boundItem !== unchanged) {
    parts.push(arrayBound(boundItem, typeof maxItems === 'number' ? maxItems : Infinity));
  }
  const names = Object.keys(properties ?? {});
  const members = Object.entries((properties ?? {}) as JsonObject)
    .map(([name, property]) => [name, inner(property)] as const)
    .filter(([, bound]) => bound !== unchanged);
  const maximum = maxUnknown(schema);
  if (members.length > 0 || maximum < Infinity) parts.push(objectBound(new Set(names), members, maximum));
  return parts.length === 0 ? unchanged : (value) => parts.reduce((before, part) => part(before), value);
}

/** The number of members that a valid object can have in addition to the properties of its schema. */
function maxUnknown({ additionalProperties, patternProperties, maxProperties }: JsonObject): number {
  if (additionalProperties === false && patternProperties === undefined) return 0;
  return typeof maxProperties === 'number' ? maxProperties : Infinity;
}

function arrayBound(boundItem: Bound, maxItems: number): Bound {
  return (value) => {
    if (!Array.isArray(value)) return value;
    const kept: readonly unknown[] = firstOf(value, maxItems);
    if (boundItem === unchanged) return kept;
    const items = kept.map(boundItem);
    return items.every((item, index) => item === kept[index]) ? kept : items;
  };
}

/** Returns the first items of a list that exceeds the maximum. The result still exceeds the maximum. */
export function firstOf<Item>(items: readonly Item[], maximum: number): readonly Item[] {
  const count = Math.max(minKept, maximum + 1);
  return items.length > count ? items.slice(0, count) : items;
}

function objectBound(
  known: ReadonlySet<string>,
  members: readonly (readonly [string, Bound])[],
  maximum: number,
): Bound {
  const count = Math.max(minKept, maximum + 1);
  return (value) => {
    if (!isPlainObject(value)) return value;
    let kept: Members = maximum === Infinity ? value : firstMembers(value, known, count);
    for (const [name, bound] of members) {
      const before = kept[name];
      const after = bound(before);
      if (after !== before) kept = { ...kept, [name]: after };
    }
    return kept;
  };
}

/** Returns the known members of an object, and the first `count` of its unknown members. */
function firstMembers(value: Members, known: ReadonlySet<string>, count: number): Members {
  const names = Object.keys(value);
  if (names.length <= count) return value;
  let unknown = 0;
  const kept = names.filter((name) => known.has(name) || (unknown += 1) <= count);
  return kept.length === names.length ? value : Object.fromEntries(kept.map((name) => [name, value[name]]));
}
