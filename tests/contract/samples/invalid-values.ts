// Values that violate a schema in a way that a type can express: a wrong type, a missing or unknown property, or a value
// that is not in the enumeration.
import type { Json, JsonObject } from '../../../src/contract/reference.ts';
import { isPlainObject, resolve } from '../../../src/contract/reference.ts';
import { closedDocument } from '../../support/contract.ts';
import { typesOf } from './valid-values.ts';

/** A value of each type. None of them is in an enumeration of the contract. */
const ofEachType: Readonly<Record<string, Json>> = {
  null: null,
  boolean: true,
  number: 1.5,
  string: 'no such value',
  array: [],
  object: {},
};

/** Variants of a valid value, each made invalid at one location. */
export function invalidValuesOf(unresolved: Json | undefined, value: Json): Json[] {
  const schema = resolve(closedDocument, unresolved);
  const { oneOf, items, properties } = schema;
  if (Array.isArray(oneOf)) {
    // Only a value that no alternative accepts is invalid.
    const [first] = oneOf as Json[];
    const { type } = resolve(closedDocument, first);
    return otherTypes({ type: type ?? [] });
  }
  return [
    ...otherTypes(schema),
    ...(isPlainObject(value) ? otherProperties(schema, value) : []),
    ...(isPlainObject(value) && isPlainObject(properties)
      ? Object.entries(value).flatMap(([name, inner]) =>
          invalidValuesOf(properties[name] ?? {}, inner).map((invalid) => ({ ...value, [name]: invalid })),
        )
      : []),
    ...(Array.isArray(value) && value.length > 0
      ? invalidValuesOf(items ?? {}, (value as Json[])[0]!).map((invalid) => [
          invalid,
          ...(value as Json[]).slice(1),
        ])
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
