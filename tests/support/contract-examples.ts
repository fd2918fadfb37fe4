// The examples of the contract: for each operation, its valid requests and its documented responses.
import type { Json, JsonObject } from '../../src/contract/reference.ts';
import { resolve } from '../../src/contract/reference.ts';
import { contract } from './contract.ts';

/** A valid request, built from the examples of the contract. */
export interface ExampleRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A documented response: a status without content, or one named example. */
export interface ExampleResponse {
  readonly status: number;
  /** The headers that every such response has. */
  readonly requiredHeaders: readonly string[];
  readonly mediaType?: string;
  readonly name?: string;
  readonly value?: Json;
}

/** An operation with its example requests and responses. */
export interface ExampleOperation {
  readonly operationId: string;
  readonly requests: readonly ExampleRequest[];
  readonly responses: readonly ExampleResponse[];
}

/** The operations of the contract, in document order. */
export const operations: readonly ExampleOperation[] = contract.operations.map(({ id, method, path }) => {
  const item = child(child(contract.document, 'paths'), path);
  const operation = child(item, method.toLowerCase());
  return {
    operationId: id,
    requests: requestsOf(
      method,
      path,
      [...listOf(item, 'parameters'), ...listOf(operation, 'parameters')],
      operation,
    ),
    responses: entries(child(operation, 'responses')).flatMap(([status, response]) =>
      responsesOf(Number(status), response),
    ),
  };
});

/** Returns one request for each example of the body, or a single request without a body. */
function requestsOf(
  method: string,
  template: string,
  parameters: readonly JsonObject[],
  operation: JsonObject,
): ExampleRequest[] {
  const path = template.replace(/\{(.+?)\}/g, (_, name: string) =>
    text(
      parameters.find((parameter) => parameter['in'] === 'path' && parameter['name'] === name)?.['example'],
    ),
  );
  const bodies = entries(child(child(operation, 'requestBody'), 'content')).flatMap(([mediaType, media]) =>
    entries(child(media, 'examples')).map(([, example]) => ({
      method,
      path,
      headers: { 'Content-Type': mediaType },
      body: JSON.stringify(example['value']),
    })),
  );
  return bodies.length > 0 ? bodies : [{ method, path, headers: {} }];
}

/** Returns one response for each named example, or a single response without content. */
function responsesOf(status: number, response: JsonObject): ExampleResponse[] {
  const requiredHeaders = entries(child(response, 'headers'))
    .filter(([, header]) => header['required'] === true)
    .map(([name]) => name);
  const examples = entries(child(response, 'content')).flatMap(([mediaType, media]) =>
    entries(child(media, 'examples')).map(([name, example]) => ({
      status,
      requiredHeaders,
      mediaType,
      name,
      value: example['value'] ?? null,
    })),
  );
  return examples.length > 0 ? examples : [{ status, requiredHeaders }];
}

function resolved(value: Json | undefined): JsonObject {
  return resolve(contract.document, value);
}

/** Returns the value of a key, with `$ref` resolved, or an empty object. */
function child(parent: JsonObject, key: string): JsonObject {
  return resolved(parent[key] ?? {});
}

function listOf(parent: JsonObject, key: string): JsonObject[] {
  return ((parent[key] ?? []) as readonly Json[]).map(resolved);
}

function entries(parent: JsonObject): [string, JsonObject][] {
  return Object.entries(parent).map(([key, value]) => [key, resolved(value)]);
}

function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error('A path parameter has no example');
  return value;
}
