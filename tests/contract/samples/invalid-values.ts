// Values that break a schema in a way that a type can express: another type, a property too few or too many, a value
// that is not in the enumeration.
import type { Json, JsonObject } from '../../../src/contract/reference.ts';
import { isPlainObject, resolve } from '../../../src/contract/reference.ts';
import { closedDocument } from '../../support/contract.ts';
import { typesOf } from './valid-values.ts';

/** One of each type, none of which is in an enumeration. */
const ofEachType: Readonly<Record<string, Json>> = {
  null: null,
  boolean: true,
  number: 1.5,
  string: 'no such value',
  array: [],
  object: {},
};

/** Every such value that is one step away from a value that keeps the schema. */
export function breakagesOf(unresolved: Json | undefined, value: Json): Json[] {
  const schema = resolve(closedDocument, unresolved);
  const { oneOf, items, properties } = schema;
  if (Array.isArray(oneOf)) {
    // A defect that is in every alternative makes the whole value invalid.
    const [first] = oneOf as Json[];
    return breakagesOf(first, value).filter((broken) => !isPlainObject(broken));
  }
  return [
    ...otherTypes(schema),
    ...(isPlainObject(value) ? otherProperties(schema, value) : []),
    ...(isPlainObject(value) && isPlainObject(properties)
      ? Object.entries(value).flatMap(([name, inner]) =>
          breakagesOf(properties[name] ?? {}, inner).map((broken) => ({ ...value, [name]: broken })),
        )
      : []),
    ...(Array.isArray(value) && value.length > 0
      ? breakagesOf(items, (value as Json[])[0]!).map((broken) => [broken, ...(value as Json[]).slice(1)])
      : []),
  ];
}

function otherTypes(schema: JsonObject): Json[] {
  const types = typesOf(schema).map((type) => (type === 'integer' ? 'number' : type));
  if (schema['const'] !== undefined || schema['enum'] !== undefined) return Object.values(ofEachType);
  if (types.length === 0) return [];
  return Object.entries(ofEachType).flatMap(([type, value]) => (types.includes(type) ? [] : [value]));
}

function otherProperties(
  { required = [], additionalProperties }: JsonObject,
  value: JsonObject,
): JsonObject[] {
  return [
    ...(required as readonly string[]).map((name) =>
      Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)),
    ),
    ...(additionalProperties === false ? [{ ...value, 'no such property': 1 }] : []),
  ];
}
