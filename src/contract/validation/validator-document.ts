// The contract as it is passed to the package's validators: a copy, prepared once.
import type { Contract } from '../document.ts';
import type { Operation } from '../operation.ts';
import { isPlainObject, resolve } from '../reference.ts';
import type { Json, JsonObject } from '../reference.ts';
import { visitSchemas } from '../subschemas.ts';

/** The members of a document that the package's classes read. */
export interface ValidatorDocument {
  readonly openapi: Json;
  readonly info: object;
  readonly paths: object;
  readonly components: object;
}

/** An operation with the references to its parameters, body and responses resolved. */
export interface ValidatorOperation {
  readonly operationId: string;
  readonly path: string;
  readonly parameters: readonly JsonObject[];
  readonly requestBody?: JsonObject;
  readonly responses: readonly ValidatorResponse[];
}

export interface ValidatorResponse {
  readonly status: string;
  /** The same object for all operations that refer to one component. */
  readonly cacheKey: string;
  readonly response: JsonObject;
}

export interface PreparedContract {
  readonly document: ValidatorDocument;
  readonly operations: ReadonlyMap<Operation, ValidatorOperation>;
}

type Mutable = Record<string, Json | undefined>;

/** Copies the contract and prepares the copy for the validation of requests or of responses. */
export function prepareContract(contract: Contract, direction: 'request' | 'response'): PreparedContract {
  const copy = structuredClone(contract.document);
  const ignored = direction === 'request' ? 'readOnly' : 'writeOnly';
  visitSchemas(copy, (schema) => {
    inlineScalarItems(copy, schema);
    useUnicodePattern(schema);
    dropMapping(schema);
    relaxRequired(copy, schema, ignored);
  });
  // The classes pass the components to Ajv for each operation. The property is not enumerable, so that Ajv does not
  // traverse the components each time.
  const components = Object.defineProperty({}, 'schemas', { value: componentsOf(copy)['schemas'] ?? {} });
  return {
    document: { openapi: copy['openapi'] ?? '', info: {}, paths: {}, components },
    operations: new Map(
      contract.operations.map((operation) => [operation, prepareOperation(copy, operation)]),
    ),
  };
}

function prepareOperation(document: JsonObject, { id, method, path }: Operation): ValidatorOperation {
  const item = (document['paths'] as Record<string, JsonObject>)[path] ?? {};
  const operation = item[method.toLowerCase()] as JsonObject;
  // A parameter of the operation replaces the parameter of the path with the same name and location.
  const parameters = new Map(
    [...listOf(item['parameters']), ...listOf(operation['parameters'])].map((reference) => {
      const parameter = resolve(document, reference);
      const schema = resolve(document, parameter['schema']);
      return [JSON.stringify([parameter['in'], parameter['name']]), { ...parameter, schema }];
    }),
  );
  const body = operation['requestBody'];
  return {
    operationId: id,
    path,
    parameters: [...parameters.values()],
    ...(body === undefined ? {} : { requestBody: requestBody(resolve(document, body)) }),
    responses: Object.entries((operation['responses'] ?? {}) as JsonObject).map(([status, response]) => ({
      status,
      cacheKey: isPlainObject(response) && typeof response['$ref'] === 'string' ? response['$ref'] : id,
      response: resolve(document, response),
    })),
  };
}

/** The package ignores `required` of the body, and requires a body whose schema has a list of required properties. */
function requestBody({ required, content }: JsonObject): JsonObject {
  const media = Object.entries(content as Record<string, JsonObject>).map(([type, { schema = {} }]) => [
    type,
    { schema: { ...(required === true && { required: [] }), allOf: [schema] } },
  ]);
  return { content: Object.fromEntries(media) as JsonObject };
}

/**
 * Replaces the reference in `items` of a list with `uniqueItems` by its schema, if the items are scalar. Otherwise, Ajv
 * does not recognize the scalar types and deep-compares every pair of items: a body full of tags took 400 ms.
 */
function inlineScalarItems(document: JsonObject, schema: JsonObject): void {
  if (schema['uniqueItems'] !== true || schema['items'] === undefined) return;
  const items = resolve(document, schema['items']);
  const types = [items['type']].flat();
  if (types.includes('object') || types.includes('array')) return;
  (schema as Mutable)['items'] = items;
}

/**
 * Replaces `pattern` with the more exact `x-unicode-pattern`. `pattern` must work in all regular expression engines, so
 * it cannot express some rules. `x-unicode-pattern` requires the flag `u`, which Ajv sets.
 */
export function useUnicodePattern(schema: JsonObject): void {
  if (schema['x-unicode-pattern'] !== undefined) {
    (schema as Mutable)['pattern'] = schema['x-unicode-pattern'];
  }
}

/**
 * Removes the mapping of a discriminator, because Ajv does not support it. Nothing is lost: supported-features.ts
 * requires a mapping that follows from the schemas.
 */
function dropMapping(schema: JsonObject): void {
  const { discriminator } = schema;
  if (isPlainObject(discriminator)) delete (discriminator as Mutable)['mapping'];
}

/**
 * Removes the ignored properties from `required`. OpenAPI requires a read-only property only in responses, and a
 * write-only property only in requests.
 */
function relaxRequired(document: JsonObject, schema: JsonObject, ignored: 'readOnly' | 'writeOnly'): void {
  const { required, properties } = schema;
  if (!Array.isArray(required) || !isPlainObject(properties)) return;
  const isIgnored = (name: string): boolean =>
    isPlainObject(properties[name]) && resolve(document, properties[name])[ignored] === true;
  (schema as Mutable)['required'] = (required as string[]).filter((name) => !isIgnored(name));
}

function componentsOf(document: JsonObject): JsonObject {
  return isPlainObject(document['components']) ? document['components'] : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
