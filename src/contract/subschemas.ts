// Finds the schemas of an OpenAPI document by their position in its structure, so that a property named `items` is not
// mistaken for a keyword.
import { isPlainObject, toPointer } from './reference.ts';
import type { Json, JsonObject } from './reference.ts';

/** A function that is called with a schema and its JSON Pointer. */
type Visit = (schema: JsonObject, pointer: string) => void;
type Walk = (value: Json, pointer: string, visit: Visit) => void;

/** Keywords whose value is a schema. */
const schemaKeywords = new Set([
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
]);
/** Keywords whose value is a list or a map of schemas. */
const groupKeywords = new Set([
  'allOf',
  'anyOf',
  'oneOf',
  'prefixItems',
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
]);

/** Visits a schema and the schemas inside it. References are not followed. */
function walkSchema(schema: Json, pointer: string, visit: Visit): void {
  if (!isPlainObject(schema)) return;
  visit(schema, pointer);
  for (const [keyword, value] of Object.entries(schema)) {
    if (schemaKeywords.has(keyword)) walkSchema(value, `${pointer}/${keyword}`, visit);
    else if (groupKeywords.has(keyword)) walkMembers(schema, keyword, pointer, walkSchema, visit);
  }
}

/** Visits all schemas of a document's components and operations, but not those of callbacks and webhooks. */
export function visitSchemas({ components, paths }: JsonObject, visit: Visit): void {
  if (isPlainObject(components)) {
    for (const [kind, walk] of componentWalks) walkMembers(components, kind, '#/components', walk, visit);
  }
  for (const [path, item] of Object.entries(paths ?? {}) as [string, JsonObject][]) {
    const pointer = `#/paths${toPointer([path])}`;
    walkMembers(item, 'parameters', pointer, walkParameter, visit);
    for (const method of Object.keys(item)) {
      const operation = item[method];
      if (isPlainObject(operation)) walkOperation(operation, `${pointer}/${method}`, visit);
    }
  }
}

function walkOperation(operation: JsonObject, pointer: string, visit: Visit): void {
  walkMembers(operation, 'parameters', pointer, walkParameter, visit);
  walkContent(operation['requestBody'] ?? null, `${pointer}/requestBody`, visit);
  walkMembers(operation, 'responses', pointer, walkResponse, visit);
}

/** Walks the members of the object or array at a key. */
function walkMembers(parent: JsonObject, key: string, pointer: string, walk: Walk, visit: Visit): void {
  const members = parent[key];
  if (typeof members !== 'object' || members === null) return;
  for (const [name, member] of Object.entries<Json>(members)) {
    walk(member, `${pointer}/${key}${toPointer([name])}`, visit);
  }
}

function walkParameter(value: Json, pointer: string, visit: Visit): void {
  if (!isPlainObject(value)) return;
  walkSchema(value['schema'] ?? null, `${pointer}/schema`, visit);
  walkContent(value, pointer, visit);
}

function walkResponse(value: Json, pointer: string, visit: Visit): void {
  if (isPlainObject(value)) walkMembers(value, 'headers', pointer, walkParameter, visit);
  walkContent(value, pointer, visit);
}

function walkContent(value: Json, pointer: string, visit: Visit): void {
  // Media types have their schema at the key `schema`, like parameters.
  if (isPlainObject(value)) walkMembers(value, 'content', pointer, walkParameter, visit);
}

const componentWalks: readonly (readonly [string, Walk])[] = [
  ['schemas', walkSchema],
  ['parameters', walkParameter],
  ['headers', walkParameter],
  ['requestBodies', walkContent],
  ['responses', walkResponse],
];
