// The contract's examples as data: for each operation the requests that keep it, and every answer that it documents.
import type { Json, JsonObject } from '../../src/contract/reference.ts';
import { resolve } from '../../src/contract/reference.ts';
import { contract } from '../support/contract.ts';

/** A request that keeps the contract, made from its examples. */
export interface ExampleRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer that the contract documents: a status alone, or one named example of it. */
export interface ExampleAnswer {
  readonly status: number;
  /** The headers that every such answer has. */
  readonly requiredHeaders: readonly string[];
  readonly mediaType?: string;
  readonly name?: string;
  readonly value?: Json;
}

/** An operation, how it can be called and what it can answer. */
export interface ExampleOperation {
  readonly operationId: string;
  readonly requests: readonly ExampleRequest[];
  readonly answers: readonly ExampleAnswer[];
}

/** Every operation of the contract, in its order. */
export const operations: readonly ExampleOperation[] = contract.operations.map(({ id, method, path }) => {
  const operation = child(child(child(contract.document, 'paths'), path), method.toLowerCase());
  return {
    operationId: id,
    requests: requestsOf(method, path, operation),
    answers: entries(child(operation, 'responses')).flatMap(([status, response]) =>
      answersOf(Number(status), response),
    ),
  };
});

/** One request for each example of the body, or the only one when there is no body. */
function requestsOf(method: string, template: string, operation: JsonObject): ExampleRequest[] {
  const parameters = ((operation['parameters'] ?? []) as readonly Json[]).map(resolved);
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

/** One answer for each named example, or the only one when there is no content. */
function answersOf(status: number, response: JsonObject): ExampleAnswer[] {
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

/** What is at a key, its `$ref` followed; empty when there is nothing. */
function child(parent: JsonObject, key: string): JsonObject {
  return resolved(parent[key] ?? {});
}

function entries(parent: JsonObject): [string, JsonObject][] {
  return Object.entries(parent).map(([key, value]) => [key, resolved(value)]);
}

function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error('A path parameter has no example.');
  return value;
}
