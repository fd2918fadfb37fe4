// The operations of the contract, with their references resolved.
import { readAccess } from './access.ts';
import type { Access } from './access.ts';
import { readDeprecation } from './deprecation.ts';
import type { Deprecation } from './deprecation.ts';
import { isPlainObject, resolve } from './reference.ts';
import type { Json, JsonObject } from './reference.ts';

/** A parameter. References inside `schema` are not resolved. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: JsonObject;
  readonly deprecation: Deprecation | undefined;
}

/** An operation of the contract. */
export interface Operation {
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  /** The path template, for example `/tasks/{taskId}`. */
  readonly path: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly access: Access;
  /** The schema of the request body for each media type. Empty if the operation has no request body. */
  readonly requestBodies: ReadonlyMap<string, JsonObject>;
  /** The responses by status: `200`, `4XX` or `default`. */
  readonly responses: ReadonlyMap<string, JsonObject>;
  /** The media types of a successful response, the default first. Empty if no successful response has a body. */
  readonly responseTypes: readonly string[];
  /** The names of all documented response headers. */
  readonly responseHeaders: readonly string[];
  /** The documented statuses. */
  readonly statuses: readonly number[];
  readonly deprecation: Deprecation | undefined;
  /** Whether a request may wait for a change (`x-long-poll`). */
  readonly isLongPoll: boolean;
  /** The name of the list in the body. The rate limit counts each of its items as a request (`x-counted-items`). */
  readonly countedItems: string | undefined;
  /** The maximum size of the body, if it is less than the schema allows (`x-max-body-bytes`). */
  readonly maxBodyBytes: number | undefined;
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];

/** Reads the operations of a document, in its order. Throws for a `security` that is not supported. */
export function readOperations(document: JsonObject): Operation[] {
  return Object.entries(object(document['paths'])).flatMap(([path, item]) =>
    Object.keys(object(item))
      .filter((key) => methods.includes(key))
      .map((method) => readOperation(document, path, method, object(item))),
  );
}

function readOperation(document: JsonObject, path: string, method: string, item: JsonObject): Operation {
  const name = `${method.toUpperCase()} ${path}`;
  const operation = object(item[method]);
  const { operationId, summary, tags } = operation;
  const responses = new Map(
    Object.entries(object(operation['responses'])).map(([status, response]) => [
      status,
      resolve(document, response),
    ]),
  );
  return {
    id: operationId as string,
    method: method.toUpperCase(),
    path,
    summary: typeof summary === 'string' ? summary : (operationId as string),
    tags: list(tags).map(String),
    parameters: readParameters(document, item, operation),
    access: readAccess(document, operation['security'] ?? document['security'], name),
    requestBodies: readRequestBodies(document, operation),
    responses,
    responseTypes: responseTypesOf(responses),
    responseHeaders: [...responses.values()].flatMap(({ headers }) => Object.keys(object(headers))),
    statuses: [...responses.keys()].filter((status) => /^\d+$/.test(status)).map(Number),
    deprecation: readDeprecation(operation, name),
    isLongPoll: operation['x-long-poll'] === true,
    countedItems: operation['x-counted-items'] as string | undefined,
    maxBodyBytes: operation['x-max-body-bytes'] as number | undefined,
  };
}

/** A parameter of the operation replaces the parameter of the path item with the same name and location. */
function readParameters(document: JsonObject, item: JsonObject, operation: JsonObject): Parameter[] {
  const parameters = new Map<string, Parameter>();
  for (const reference of [...list(item['parameters']), ...list(operation['parameters'])]) {
    const parameter = resolve(document, reference);
    const { name, in: location, schema } = parameter as unknown as Parameter;
    parameters.set(`${location} ${name}`, {
      name,
      in: location,
      schema: resolve(document, schema),
      deprecation: readDeprecation(parameter, `The parameter ${name}`),
    });
  }
  return [...parameters.values()];
}

function readRequestBodies(document: JsonObject, { requestBody }: JsonObject): Map<string, JsonObject> {
  const body = requestBody === undefined ? {} : resolve(document, requestBody);
  return new Map(
    Object.entries(object(body['content'])).map(([type, media]) => [
      type,
      resolve(document, object(media)['schema']),
    ]),
  );
}

/**
 * Returns the media types of the successful responses. supported-features.ts requires the same types for all of them.
 */
function responseTypesOf(responses: ReadonlyMap<string, JsonObject>): string[] {
  const types = [...responses]
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content }]) => Object.keys(object(content)));
  return [...new Set(types)];
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function object(value: Json | undefined): JsonObject {
  return isPlainObject(value) ? value : {};
}
