// The maximum size of a valid body, derived from its schema, so that the parser's limit follows the contract. A client
// may escape every character and put white space between all tokens, so both are counted.
import { isPlainObject, resolve } from './reference.ts';
import type { Json, JsonObject } from './reference.ts';

/**
 * The length of `\uXXXX`. A character beyond U+FFFF takes two such escapes, but JSON Schema counts it as one character.
 */
const maxEscapeBytes = 6;
const maxCharacterBytes = 2 * maxEscapeBytes;
/** The length of a comma, colon or bracket with one byte of white space. */
const tokenBytes = 2;
/**
 * JSON does not limit the number of digits in a number. A double needs at most 24 characters,
 * `-1.7976931348623157e+308`.
 */
const maxNumberBytes = 32;

/** Formats that limit the length of a string. */
const formatLengths: Readonly<Record<string, number>> = { uuid: 36, date: 10 };

/** The JSON Schema types with a fixed maximum size. */
const scalarBytes: Readonly<Record<string, number>> = {
  null: 4,
  boolean: 5,
  integer: maxNumberBytes,
  number: maxNumberBytes,
};

/**
 * Returns the maximum size, in bytes, of a JSON value that matches a schema. Throws an error that names the location if
 * there is no maximum.
 */
export function maxJsonBytes(document: JsonObject, schema: Json | undefined, location: string): number {
  return measure(document, schema, { location, ancestors: [], isClosed: false });
}

/** The location of a schema, and the schemas that enclose it. */
interface Context {
  readonly location: string;
  /** The enclosing schemas, to detect recursion. */
  readonly ancestors: readonly Json[];
  /** Whether a schema that applies to the same value rejects unknown properties. */
  readonly isClosed: boolean;
}

function measure(document: JsonObject, unresolved: Json | undefined, context: Context): number {
  const { location, ancestors } = context;
  if (unresolved === false) return 0;
  if (unresolved !== undefined && ancestors.includes(unresolved)) throw new Error(`${location} is recursive`);
  const schema = resolve(document, unresolved);
  const isClosed =
    context.isClosed || schema['additionalProperties'] === false || schema['unevaluatedProperties'] === false;
  const around = unresolved === undefined ? ancestors : [...ancestors, unresolved];
  const inner = (value: Json | undefined, key: string): number =>
    measure(document, value, { location: `${location}/${key}`, ancestors: around, isClosed: false });
  const branch = (value: Json, key: string): number =>
    measure(document, value, { location: `${location}/${key}`, ancestors: around, isClosed });

  if (schema['const'] !== undefined) return escapedBytes(schema['const']);
  if (Array.isArray(schema['enum'])) {
    return Math.max(...(schema['enum'] as readonly Json[]).map(escapedBytes));
  }
  const own = typesOf(schema).map((type) => measureType(schema, type, { location, isClosed, inner }));
  const branches = (['oneOf', 'anyOf'] as const).flatMap((key) =>
    list(schema[key]).map((one, index) => branch(one, `${key}/${index}`)),
  );
  // Each branch of allOf can contribute further properties.
  const all = list(schema['allOf']).map((one, index) => branch(one, `allOf/${index}`));
  if (own.length + branches.length + all.length === 0) {
    throw new Error(`${location} has no maximum size: add a type, an enum, a const, oneOf, anyOf or allOf`);
  }
  return Math.max(0, ...own) + Math.max(0, ...branches) + all.reduce((sum, bytes) => sum + bytes, 0);
}

/** Returns the types in `type`. Without `type`, returns the types to which the other keywords apply. */
function typesOf({ type, properties, items, maxLength }: JsonObject): string[] {
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.map(String);
  return [
    ...(properties === undefined ? [] : ['object']),
    ...(items === undefined ? [] : ['array']),
    ...(maxLength === undefined ? [] : ['string']),
  ];
}

interface TypeContext extends Pick<Context, 'location' | 'isClosed'> {
  readonly inner: (value: Json | undefined, key: string) => number;
}

function measureType(schema: JsonObject, type: string, context: TypeContext): number {
  switch (type) {
    case 'string':
      return measureString(schema, context);
    case 'array':
      return measureArray(schema, context);
    case 'object':
      return measureObject(schema, context);
    default: {
      const bytes = scalarBytes[type];
      if (bytes === undefined) throw new Error(`${context.location} has the unknown type ${type}`);
      return bytes;
    }
  }
}

function measureString({ maxLength, format }: JsonObject, { location }: TypeContext): number {
  const length =
    typeof maxLength === 'number' ? maxLength : formatLengths[typeof format === 'string' ? format : ''];
  if (length === undefined) throw new Error(`${location} has no maximum size: add maxLength`);
  return length * maxCharacterBytes + 2;
}

function measureArray({ items, maxItems }: JsonObject, { location, inner }: TypeContext): number {
  if (typeof maxItems !== 'number') throw new Error(`${location} has no maximum size: add maxItems`);
  return maxItems * (inner(items, 'items') + tokenBytes) + 2;
}

function measureObject(schema: JsonObject, { location, isClosed, inner }: TypeContext): number {
  const { properties, additionalProperties } = schema;
  const members = Object.entries(isPlainObject(properties) ? properties : {}).map(
    ([name, property]) => escapedBytes(name) + inner(property, `properties/${name}`) + 2 * tokenBytes,
  );
  const additional = isPlainObject(additionalProperties)
    ? measureAdditional(schema, location, inner(additionalProperties, 'additionalProperties'))
    : 0;
  if (!isClosed && !isPlainObject(additionalProperties)) {
    throw new Error(`${location} has no maximum size: add additionalProperties: false`);
  }
  return members.reduce((sum, bytes) => sum + bytes, 2) + additional;
}

/** Returns the maximum size of the properties whose names the client chooses. */
function measureAdditional(
  { maxProperties, propertyNames }: JsonObject,
  location: string,
  value: number,
): number {
  const maxName = isPlainObject(propertyNames) ? propertyNames['maxLength'] : undefined;
  if (typeof maxProperties !== 'number' || typeof maxName !== 'number') {
    throw new Error(`${location} has no maximum size: add maxProperties and propertyNames with maxLength`);
  }
  return maxProperties * (maxName * maxCharacterBytes + 2 + value + 2 * tokenBytes);
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function escapedBytes(value: Json): number {
  return JSON.stringify(value).length * maxEscapeBytes;
}
