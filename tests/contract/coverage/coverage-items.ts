// The items of contract coverage: everything that the contract documents, and what an exchange over the network has
// exercised. Each item is one line of text, so the items that no test has exercised are the difference of two sets.
import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '../../../src/contract/operation.ts';
import type { ValidationError } from '../../../src/http/problem.ts';
import { isPlainObject, resolve } from '../../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../../src/contract/reference.ts';
import { originForm, readQuery } from '../../../src/http/request-target.ts';
import { contract, operationFor } from '../../support/contract.ts';

/** A request and its response, as sent over the network. Header names are in lower case. */
export interface Exchange {
  readonly method: string;
  readonly target: string;
  readonly requestHeaders: Readonly<Record<string, unknown>>;
  readonly requestBody: string;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, unknown>>;
  readonly responseBody: string;
}

/** The kinds of items, with their descriptions. */
export const kinds = {
  response: 'returned statuses and media types',
  parameter: 'accepted parameters',
  body: 'accepted media types of requests',
  property: 'accepted properties of requests',
  rejection: 'rejected parameters and properties',
  header: 'returned headers',
  example: 'examples sent or returned',
} as const;

export type Kind = keyof typeof kinds;

/** Something that the contract documents for an operation. */
export interface CoverageItem {
  readonly kind: Kind;
  readonly operation: string;
  /** Identifies the item within the operation: `201 application/json`, `query limit`, `409 RateLimit`. */
  readonly name: string;
}

/** All items that the contract documents for an operation. */
export function documentedItems(operation: Operation): CoverageItem[] {
  const parameters = operation.parameters.map(({ name, in: location }) => `${location} ${name}`);
  const properties = [...new Set([...operation.requestBodies.values()].flatMap(propertiesOf))];
  return [
    ...responsesOf(operation).flatMap(({ status, mediaTypes, headers }) => [
      ...(mediaTypes.length > 0 ? mediaTypes : ['']).map((type) =>
        coverageItem('response', operation, `${status} ${type}`.trim()),
      ),
      ...headers.map((name) => coverageItem('header', operation, `${status} ${name}`)),
    ]),
    ...parameters.map((name) => coverageItem('parameter', operation, name)),
    ...[...operation.requestBodies.keys()].map((type) => coverageItem('body', operation, type)),
    ...properties.map((name) => coverageItem('property', operation, name)),
    ...[...parameters, ...properties.map((name) => `body ${name}`)].map((name) =>
      coverageItem('rejection', operation, name),
    ),
    ...examplesOf(operation).map(({ name }) => coverageItem('example', operation, name)),
  ];
}

/** The items that an exchange with the service has exercised. */
export function exercisedItems(exchange: Exchange): CoverageItem[] {
  const operation = operationFor(exchange.method, exchange.target);
  if (operation === undefined) return [];
  const { status, responseHeaders } = exchange;
  const type = essence(responseHeaders['content-type']);
  return [
    coverageItem('response', operation, `${status} ${type}`.trim()),
    ...Object.keys(responseHeaders).map((name) => coverageItem('header', operation, `${status} ${name}`)),
    // The service checks preconditions and looks up the task only after it has validated the request.
    ...(status < 400 || [404, 409, 412].includes(status) ? acceptedItems(operation, exchange) : []),
    ...(status === 422 ? rejectedItems(operation, exchange) : []),
    ...exercisedExamples(exchange),
  ];
}

/** The examples that an exchange has exercised. An exchange with the mock exercises nothing else. */
export function exercisedExamples(exchange: Exchange): CoverageItem[] {
  const operation = operationFor(exchange.method, exchange.target);
  if (operation === undefined) return [];
  return examplesOf(operation)
    .filter(({ status, mediaType, value }) =>
      status === undefined
        ? mediaType === essence(exchange.requestHeaders['content-type']) && same(exchange.requestBody, value)
        : status === exchange.status &&
          essence(mediaType) === essence(exchange.responseHeaders['content-type']) &&
          same(exchange.responseBody, value),
    )
    .map(({ name }) => coverageItem('example', operation, name));
}

/** An item as a line of text. Header names are compared in lower case. */
export function line({ kind, operation, name }: CoverageItem): string {
  return `${kind} ${operation} ${kind === 'header' ? name.toLowerCase() : name}`;
}

function coverageItem(kind: Kind, { id }: Operation, name: string): CoverageItem {
  return { kind, operation: id, name };
}

function acceptedItems(
  operation: Operation,
  { target, requestHeaders, requestBody }: Exchange,
): CoverageItem[] {
  const query = readQuery(originForm(target));
  const given = operation.parameters.filter(
    ({ name, in: location }) =>
      location === 'path' ||
      (location === 'query' ? query.has(name) : requestHeaders[name.toLowerCase()] !== undefined),
  );
  const type = essence(requestHeaders['content-type']);
  const body = operation.requestBodies.has(type) ? parsed(requestBody) : undefined;
  return [
    ...given.map(({ name, in: location }) => coverageItem('parameter', operation, `${location} ${name}`)),
    ...(body === undefined ? [] : [coverageItem('body', operation, type)]),
    ...(isPlainObject(body) ? Object.keys(body) : []).map((name) =>
      coverageItem('property', operation, name),
    ),
  ];
}

function rejectedItems(operation: Operation, { responseBody }: Exchange): CoverageItem[] {
  const problem = parsed(responseBody);
  const errors = isPlainObject(problem) && Array.isArray(problem['errors']) ? problem['errors'] : [];
  return (errors as ValidationError[]).map(({ location, name = '', pointer = '' }) => {
    const [, property = ''] = pointer.split('/');
    return coverageItem('rejection', operation, `${location} ${location === 'body' ? property : name}`);
  });
}

interface Example {
  readonly name: string;
  /** Undefined for a request. */
  readonly status?: number;
  readonly mediaType: string;
  readonly value: Json | undefined;
}

function examplesOf(operation: Operation): Example[] {
  const written = operationObject(operation);
  const request = written['requestBody'] === undefined ? {} : resolved(written['requestBody']);
  return [
    ...named(request).map((example) => ({ ...example, name: `request ${example.name}` })),
    ...responsesOf(operation).flatMap(({ status, response }) =>
      named(response).map((example) => ({ ...example, status, name: `${status} ${example.name}` })),
    ),
  ];
}

function named({ content = {} }: JsonObject): Example[] {
  return Object.entries(content as JsonObject).flatMap(([mediaType, media]) =>
    Object.entries((resolved(media)['examples'] ?? {}) as JsonObject).map(([name, example]) => ({
      name: `${mediaType} ${name}`,
      mediaType,
      value: resolved(example)['value'],
    })),
  );
}

function responsesOf(operation: Operation) {
  return Object.entries(operationObject(operation)['responses'] as JsonObject).map(([status, unresolved]) => {
    const response = resolved(unresolved);
    return {
      status: Number(status),
      response,
      mediaTypes: Object.keys((response['content'] ?? {}) as JsonObject).map(essence),
      headers: Object.keys((response['headers'] ?? {}) as JsonObject),
    };
  });
}

function operationObject({ path, method }: Operation): JsonObject {
  return (contract.document['paths'] as Record<string, Record<string, JsonObject>>)[path]?.[
    method.toLowerCase()
  ] as JsonObject;
}

function propertiesOf(schema: JsonObject): string[] {
  return Object.keys((schema['properties'] ?? {}) as JsonObject);
}

function resolved(value: Json | undefined): JsonObject {
  return resolve(contract.document, value);
}

function essence(mediaType: unknown): string {
  return typeof mediaType === 'string' ? (mediaType.split(';')[0] ?? '').trim().toLowerCase() : '';
}

function same(text: string, value: Json | undefined): boolean {
  return typeof value === 'string' ? text === value : isDeepStrictEqual(parsed(text), value);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
