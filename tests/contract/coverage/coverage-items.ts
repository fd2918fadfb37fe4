// What there is of the contract to be exercised, and what an exchange over the network exercised of it. Both are
// sets of facts, a line each, so that the difference is what no test has brought about.
import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '../../../src/contract/operation.ts';
import type { ValidationError } from '../../../src/http/problem.ts';
import { isPlainObject, resolve } from '../../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../../src/contract/reference.ts';
import { originForm, readQuery } from '../../../src/http/request-target.ts';
import { contract, operationFor } from '../../support/contract.ts';

/** A request and its answer, as they went over the wire. Names of headers are in lower case. */
export interface Exchange {
  readonly method: string;
  readonly target: string;
  readonly requestHeaders: Readonly<Record<string, unknown>>;
  readonly requestBody: string;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, unknown>>;
  readonly responseBody: string;
}

/** The kinds of facts, each with its description. */
export const kinds = {
  answer: 'statuses and media types answered',
  parameter: 'parameters taken',
  body: 'request media types taken',
  property: 'request properties taken',
  refusal: 'parameters and properties refused',
  header: 'response headers answered',
  example: 'examples sent or answered',
} as const;

export type Kind = keyof typeof kinds;

/** One thing that an operation documents. */
export interface Fact {
  readonly kind: Kind;
  readonly operation: string;
  /** Names it within the operation: `201 application/json`, `query limit`, `409 RateLimit`. */
  readonly name: string;
}

/** Everything that the contract documents of an operation. */
export function documented(operation: Operation): Fact[] {
  const parameters = operation.parameters.map(({ name, in: place }) => `${place} ${name}`);
  const properties = [...new Set([...operation.requestBodies.values()].flatMap(propertiesOf))];
  return [
    ...responsesOf(operation).flatMap(({ status, mediaTypes, headers }) => [
      ...(mediaTypes.length > 0 ? mediaTypes : ['']).map((type) =>
        fact('answer', operation, `${status} ${type}`.trim()),
      ),
      ...headers.map((name) => fact('header', operation, `${status} ${name}`)),
    ]),
    ...parameters.map((name) => fact('parameter', operation, name)),
    ...[...operation.requestBodies.keys()].map((type) => fact('body', operation, type)),
    ...properties.map((name) => fact('property', operation, name)),
    ...[...parameters, ...properties.map((name) => `body ${name}`)].map((name) =>
      fact('refusal', operation, name),
    ),
    ...examplesOf(operation).map(({ name }) => fact('example', operation, name)),
  ];
}

/** What an exchange with the service exercised. */
export function exercised(exchange: Exchange): Fact[] {
  const operation = operationFor(exchange.method, exchange.target);
  if (operation === undefined) return [];
  const { status, responseHeaders } = exchange;
  const type = essence(responseHeaders['content-type']);
  return [
    fact('answer', operation, `${status} ${type}`.trim()),
    ...Object.keys(responseHeaders).map((name) => fact('header', operation, `${status} ${name}`)),
    // A precondition that fails, and a task that is not there, come after the request was found to be right.
    ...(status < 400 || [404, 409, 412].includes(status) ? taken(operation, exchange) : []),
    ...(status === 422 ? refused(operation, exchange) : []),
    ...shown(exchange),
  ];
}

/** The examples that an exchange exercised: all that an exchange with the mock can. */
export function shown(exchange: Exchange): Fact[] {
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
    .map(({ name }) => fact('example', operation, name));
}

/** A fact as a line; the names of headers are the same in any case. */
export function line({ kind, operation, name }: Fact): string {
  return `${kind} ${operation} ${kind === 'header' ? name.toLowerCase() : name}`;
}

function fact(kind: Kind, { id }: Operation, name: string): Fact {
  return { kind, operation: id, name };
}

function taken(operation: Operation, { target, requestHeaders, requestBody }: Exchange): Fact[] {
  const query = readQuery(originForm(target));
  const given = operation.parameters.filter(
    ({ name, in: place }) =>
      place === 'path' ||
      (place === 'query' ? query.has(name) : requestHeaders[name.toLowerCase()] !== undefined),
  );
  const type = essence(requestHeaders['content-type']);
  const body = operation.requestBodies.has(type) ? parsed(requestBody) : undefined;
  return [
    ...given.map(({ name, in: place }) => fact('parameter', operation, `${place} ${name}`)),
    ...(body === undefined ? [] : [fact('body', operation, type)]),
    ...(isPlainObject(body) ? Object.keys(body) : []).map((name) => fact('property', operation, name)),
  ];
}

function refused(operation: Operation, { responseBody }: Exchange): Fact[] {
  const problem = parsed(responseBody);
  const errors = isPlainObject(problem) && Array.isArray(problem['errors']) ? problem['errors'] : [];
  return (errors as ValidationError[]).map(({ location, name = '', pointer = '' }) => {
    const [, property = ''] = pointer.split('/');
    return fact('refusal', operation, `${location} ${location === 'body' ? property : name}`);
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
  const written = writtenOf(operation);
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
  return Object.entries(writtenOf(operation)['responses'] as JsonObject).map(([status, unresolved]) => {
    const response = resolved(unresolved);
    return {
      status: Number(status),
      response,
      mediaTypes: Object.keys((response['content'] ?? {}) as JsonObject).map(essence),
      headers: Object.keys((response['headers'] ?? {}) as JsonObject),
    };
  });
}

function writtenOf({ path, method }: Operation): JsonObject {
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
