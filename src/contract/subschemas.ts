// Finds the schemas of an OpenAPI document by its structure, so that a property named `items` is not taken for a
// keyword.
import { isPlainObject, toPointer } from './reference.ts';
import type { Json, JsonObject } from './reference.ts';

/** A schema and its JSON Pointer. */
export interface LocatedSchema {
  readonly schema: JsonObject;
  readonly pointer: string;
}

const schemaKeywords = [
  'items',
  'contains',
  'not',
  'if',
  'then',
  'else',
  'additionalProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
];
const schemaListKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const schemaMapKeywords = ['properties', 'patternProperties', 'dependentSchemas', '$defs'];

/** Yields a schema and the schemas inside it. References are not followed. */
export function* subschemas(schema: Json | undefined, pointer: string): Generator<LocatedSchema> {
  if (!isPlainObject(schema)) return;
  yield { schema, pointer };
  for (const keyword of schemaKeywords) yield* subschemas(schema[keyword], `${pointer}/${keyword}`);
  for (const keyword of [...schemaListKeywords, ...schemaMapKeywords]) {
    for (const [key, inner] of Object.entries(schema[keyword] ?? {}) as [string, Json][]) {
      yield* subschemas(inner, pointer + toPointer([keyword, key]));
    }
  }
}

/** Yields the schemas of a document's components and operations. Callbacks and webhooks have none that are used. */
export function* schemasOf({ components, paths }: JsonObject): Generator<LocatedSchema> {
  for (const [kind, walk] of Object.entries(componentWalks)) {
    if (isPlainObject(components)) yield* each(components, kind, '#/components', walk);
  }
  for (const [path, item] of Object.entries(paths ?? {}) as [string, JsonObject][]) {
    const pointer = `#/paths${toPointer([path])}`;
    yield* each(item, 'parameters', pointer, inParameter);
    for (const method of Object.keys(item)) {
      const operation = item[method];
      if (!isPlainObject(operation)) continue;
      const { requestBody } = operation;
      yield* each(operation, 'parameters', `${pointer}/${method}`, inParameter);
      if (requestBody !== undefined) yield* inContent(requestBody, `${pointer}/${method}/requestBody`);
      yield* each(operation, 'responses', `${pointer}/${method}`, inResponse);
    }
  }
}

type Walk = (value: Json, pointer: string) => Generator<LocatedSchema>;

/** Walks the members of an object or list. */
function* each(parent: JsonObject, key: string, pointer: string, walk: Walk): Generator<LocatedSchema> {
  for (const [name, value] of Object.entries(parent[key] ?? {}) as [string, Json][]) {
    yield* walk(value, pointer + toPointer([key, name]));
  }
}

function* inContent(value: Json, pointer: string): Generator<LocatedSchema> {
  if (isPlainObject(value)) yield* each(value, 'content', pointer, inMember);
}

/** What has its schema in a member: a media type, or a parameter or header with one. */
function* inMember(value: Json, pointer: string): Generator<LocatedSchema> {
  if (isPlainObject(value)) yield* subschemas(value['schema'], `${pointer}/schema`);
}

function* inParameter(value: Json, pointer: string): Generator<LocatedSchema> {
  yield* inMember(value, pointer);
  yield* inContent(value, pointer);
}

function* inResponse(value: Json, pointer: string): Generator<LocatedSchema> {
  if (isPlainObject(value)) yield* each(value, 'headers', pointer, inParameter);
  yield* inContent(value, pointer);
}

const componentWalks: Readonly<Record<string, Walk>> = {
  schemas: subschemas,
  parameters: inParameter,
  headers: inParameter,
  requestBodies: inContent,
  responses: inResponse,
};
