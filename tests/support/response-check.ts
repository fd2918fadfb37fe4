// Checks that a response conforms to the contract.
import type { JsonObject } from '../../src/contract/reference.ts';
import { pointerKeys, resolve } from '../../src/contract/reference.ts';
import type { Operation } from '../../src/contract/operation.ts';
import type { TestResponse } from './response.ts';
import { contract, validatorAt } from './contract.ts';

/** Headers of HTTP itself, and headers that every response may have. */
const unspecific = new Set([
  'access-control-expose-headers',
  'allow',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-security-policy',
  'content-type',
  'date',
  'keep-alive',
  'referrer-policy',
  'strict-transport-security',
  'vary',
  'x-content-type-options',
]);

/** Throws when a response violates the contract. Without an operation, it checks only the general rules. */
export function checkResponse(
  operation: Operation | undefined,
  method: string,
  response: TestResponse,
): void {
  const violations = [
    ...generalViolations(response, method),
    ...(operation ? contractViolations(operation, method, response) : []),
  ];
  if (violations.length > 0) {
    const what = `${method} ${operation?.id ?? 'without operation'} → ${response.status}`;
    throw new Error(
      `${what} violates the contract:\n  ${violations.join('\n  ')}\n${response.text.slice(0, 500)}`,
    );
  }
}

function generalViolations({ status, headers, text, body }: TestResponse, method: string): string[] {
  const violations: string[] = [];
  const requestId = headers.get('X-Request-Id');
  if (requestId === null) violations.push('the header X-Request-Id is missing');
  if ((status === 204 || status === 304 || method === 'HEAD') && text !== '')
    violations.push('the response must not have a body');
  if (status === 204 && headers.get('Content-Length') !== null) violations.push('a 204 has a Content-Length');
  if (status === 405 && headers.get('Allow') === null) violations.push('a 405 has no Allow header');
  // Caches may store some errors by default, such as a 404 (RFC 9110, section 15.1).
  if (status >= 400 && headers.get('Cache-Control') !== 'no-store')
    violations.push('a cache may store the error');
  if (status >= 400 && method !== 'HEAD') {
    if (!headers.get('Content-Type')?.startsWith('application/problem+json'))
      violations.push('the error is not a problem document');
    if (body.status !== status) violations.push('the problem names a different status');
    if (body.requestId !== requestId) violations.push('the problem names a different request id');
  }
  return violations;
}

function contractViolations(operation: Operation, method: string, response: TestResponse): string[] {
  const keys = [
    'paths',
    operation.path,
    operation.method.toLowerCase(),
    'responses',
    String(response.status),
  ];
  const written = keys.reduce<unknown>(
    (value, key) => (value as JsonObject | undefined)?.[key],
    contract.document,
  );
  if (written === undefined) return ['the status is not documented'];
  const { at, value } = follow(keys, written as JsonObject);
  return [
    ...headerViolations(at, value, operation, response),
    ...bodyViolations(at, value, method, response),
  ];
}

function headerViolations(
  at: string[],
  response: JsonObject,
  operation: Operation,
  { headers }: TestResponse,
): string[] {
  const declared = (response['headers'] ?? {}) as Record<string, JsonObject>;
  const violations = Object.entries(declared).flatMap(([name, reference]) => {
    const text = headers.get(name);
    const header = follow([...at, 'headers', name], reference);
    if (text === null) return header.value['required'] === true ? [`the header ${name} is missing`] : [];
    const isInteger = (header.value['schema'] as JsonObject)['type'] === 'integer';
    const validate = validatorAt(...header.at, 'schema');
    return validate(isInteger ? Number(text) : text) ? [] : [`the header ${name} is "${text}"`];
  });
  if (operation.deprecation !== undefined && !(headers.has('Deprecation') && headers.has('Sunset')))
    violations.push('the operation is deprecated, but the response does not announce it');
  const known = new Set([
    ...Object.keys(declared).map((name) => name.toLowerCase()),
    ...unspecific,
    ...announcements(operation),
  ]);
  const undeclared = [...headers.keys()].filter((name) => !known.has(name));
  return [...violations, ...undeclared.map((name) => `the header ${name} is not declared`)];
}

/** The headers that `deprecated` in the contract implies. */
function announcements({ deprecation, parameters }: Operation): string[] {
  const found = [deprecation, ...parameters.map((parameter) => parameter.deprecation)].filter(Boolean);
  if (found.length === 0) return [];
  return ['deprecation', 'sunset', ...(found.some((one) => one?.link !== undefined) ? ['link'] : [])];
}

function bodyViolations(
  at: string[],
  response: JsonObject,
  method: string,
  { headers, text, body }: TestResponse,
): string[] {
  const declared = Object.keys((response['content'] ?? {}) as JsonObject);
  if (declared.length === 0) return text === '' ? [] : ['the body is not declared'];
  const mediaType = headers.get('Content-Type') ?? '';
  const known = declared.find((one) => essence(one) === essence(mediaType));
  if (known === undefined) return [`the media type "${mediaType}" is not declared`];
  if (method === 'HEAD') return [];
  const validate = validatorAt(...at, 'content', known, 'schema');
  const isJson = /[/+]json$/.test(essence(mediaType));
  if (validate(isJson ? body : text)) return [];
  return (validate.errors ?? []).map((error) => `the body${error.instancePath} ${error.message ?? ''}`);
}

function essence(mediaType: string): string {
  return mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Resolves a reference, and returns the location of its target. */
function follow(keys: string[], value: JsonObject): { at: string[]; value: JsonObject } {
  const { $ref: reference } = value;
  if (typeof reference !== 'string') return { at: keys, value };
  return { at: pointerKeys(reference.slice(1)), value: resolve(contract.document, value) };
}
