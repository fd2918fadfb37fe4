// Rejects a contract that uses features which the service does not implement. If it ignored them, the service would
// deviate from the contract. Callbacks and webhooks describe requests that the service sends, so they are not checked.
import { isPlainObject, lookUp, toPointer } from './reference.ts';
import type { Json, JsonObject } from './reference.ts';
import { visitSchemas } from './subschemas.ts';

/** A contract that this runtime cannot serve. The message names each cause with its location. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

interface Finding {
  readonly feature: string;
  readonly pointer: string;
}

interface Located {
  readonly value: JsonObject;
  readonly pointer: string;
}

/** Throws a `ContractError` if the document uses a feature that is not supported. */
export function checkSupportedFeatures(document: JsonObject): void {
  const { openapi: version } = document;
  if (typeof version !== 'string' || !version.startsWith('3.1.')) {
    throw unsupported([
      { feature: `OpenAPI ${JSON.stringify(version)}. Use version 3.1`, pointer: '#/openapi' },
    ]);
  }
  // Unresolvable references are reported alone, because the other checks follow references.
  const broken = hasBrokenReference(document) ? [...checkReferences(document, '#', document)] : [];
  const findings = broken.length > 0 ? broken : [...checkSchemas(document), ...checkPaths(document)];
  const unique = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  if (unique.size > 0) throw unsupported([...unique.values()]);
}

function unsupported(findings: readonly Finding[]): ContractError {
  const lines = findings.map(({ feature, pointer }) => `  - ${pointer}: ${feature}`).join('\n');
  return new ContractError(
    `The contract uses OpenAPI features that this service does not support:\n${lines}`,
  );
}

const supportedReference = /^#\/components\/[^/]+\/[^/]+$/;

/** A quick check of all references, including those in examples. Walking the document would add 6 ms to each start. */
function hasBrokenReference(document: JsonObject): boolean {
  const found = JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g);
  const references = new Set([...found].map(([, reference = '']) => reference));
  return [...references].some(
    (reference) => !supportedReference.test(reference) || lookUp(document, reference) === undefined,
  );
}

/** Members whose value is data, not part of the document's structure. */
const dataMembers = ['example', 'examples', 'default', 'const', 'enum', 'mapping'];

function* checkReferences(value: Json, pointer: string, document: JsonObject): Generator<Finding> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries<Json>(value)) {
    const there = pointer + toPointer([key]);
    if (key === '$ref' && typeof inner === 'string') {
      if (!supportedReference.test(inner)) {
        yield { feature: `the reference ${inner}. Refer to a member of #/components`, pointer };
      } else if (lookUp(document, inner) === undefined) {
        yield { feature: `the reference ${inner}, which has no target`, pointer };
      }
    } else if (!dataMembers.includes(key) && !key.startsWith('x-')) {
      yield* checkReferences(inner, there, document);
    }
  }
}

/** Schema keywords that are not supported, and what to use instead. */
const unsupportedKeywords: Readonly<Record<string, string>> = {
  $id: 'a reference to #/components/schemas',
  $schema: 'the dialect of OpenAPI 3.1',
  $anchor: 'a reference to #/components/schemas',
  $dynamicAnchor: 'a reference to #/components/schemas',
  $dynamicRef: 'a reference to #/components/schemas',
  nullable: 'a list of types that contains "null"',
};

function checkSchemas(document: JsonObject): Finding[] {
  const findings: Finding[] = [];
  visitSchemas(document, (schema, pointer) => {
    for (const [keyword, instead] of Object.entries(unsupportedKeywords)) {
      if (keyword in schema) findings.push({ feature: `the keyword ${keyword}. Use ${instead}`, pointer });
    }
    if ('discriminator' in schema) findings.push(...checkDiscriminator(document, schema, pointer));
  });
  return findings;
}

/** The validator selects the schema by the discriminator value that each schema requires, not by `mapping`. */
function* checkDiscriminator(document: JsonObject, schema: JsonObject, pointer: string): Generator<Finding> {
  const { discriminator, oneOf } = schema;
  const { propertyName, mapping } = discriminator as JsonObject;
  if (!Array.isArray(oneOf)) {
    yield { feature: 'a discriminator without oneOf', pointer };
    return;
  }
  for (const member of oneOf as Json[]) {
    const { value } = follow(document, member, pointer);
    const { required, properties } = value;
    const property =
      isPlainObject(properties) && typeof propertyName === 'string' ? properties[propertyName] : undefined;
    const values = isPlainObject(property) ? [property['const'] ?? property['enum'] ?? []].flat() : [];
    if (values.length === 0 || !Array.isArray(required) || !required.includes(propertyName)) {
      yield {
        feature: `a discriminator whose schemas do not require ${JSON.stringify(propertyName)} with a const or enum`,
        pointer,
      };
      return;
    }
    const reference = isPlainObject(member) ? member['$ref'] : undefined;
    for (const [key, target] of Object.entries((mapping ?? {}) as JsonObject)) {
      if ((target === reference) !== values.includes(key)) {
        yield { feature: `the discriminator mapping ${key}, which differs from the const or enum`, pointer };
      }
    }
  }
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

function* checkPaths(document: JsonObject): Generator<Finding> {
  const operationIds = new Set<unknown>();
  for (const [path, item] of Object.entries((document['paths'] ?? {}) as JsonObject)) {
    const pointer = `#/paths${toPointer([path])}`;
    if (!isPlainObject(item)) continue;
    if ('$ref' in item) yield { feature: 'a reference instead of a path item', pointer };
    if ('servers' in item) yield { feature: 'path-level servers', pointer };
    yield* checkParameters(document, item['parameters'], pointer);
    for (const method of methods) {
      const operation = item[method];
      if (!isPlainObject(operation)) continue;
      yield* checkOperation(document, method, operation, `${pointer}/${method}`);
      const { operationId } = operation;
      if (operationIds.has(operationId)) {
        yield {
          feature: `the duplicate operationId ${JSON.stringify(operationId)}`,
          pointer: `${pointer}/${method}`,
        };
      }
      operationIds.add(operationId);
    }
  }
}

function* checkOperation(
  document: JsonObject,
  method: string,
  operation: JsonObject,
  pointer: string,
): Generator<Finding> {
  if (method === 'head' || method === 'options') {
    yield { feature: `an operation for ${method.toUpperCase()}, which the service derives`, pointer };
  }
  if (method === 'trace') yield { feature: 'an operation for TRACE', pointer };
  if ('servers' in operation) yield { feature: 'operation-level servers', pointer };
  if (typeof operation['operationId'] !== 'string') {
    yield { feature: 'an operation without operationId', pointer };
  }
  yield* checkParameters(document, operation['parameters'], pointer);
  const { requestBody } = operation;
  if (requestBody !== undefined) yield* checkBody(follow(document, requestBody, `${pointer}/requestBody`));
  yield* checkResponseTypes(document, operation['responses'] ?? {}, `${pointer}/responses`);
  for (const status of Object.keys(operation['responses'] ?? {})) {
    if (!/^[1-5]\d\d$/.test(status)) {
      yield { feature: `the response ${status}. Use a status code`, pointer: `${pointer}/responses` };
    }
  }
}

/**
 * `Accept` selects the media type before a handler selects the status, so all successful responses must have the same
 * media types.
 */
function* checkResponseTypes(document: JsonObject, responses: Json, pointer: string): Generator<Finding> {
  const types = Object.entries(responses as JsonObject)
    .filter(([status]) => status.startsWith('2'))
    .map(([, response]) => Object.keys(follow(document, response, pointer).value['content'] ?? {}))
    .filter((ofStatus) => ofStatus.length > 0)
    .map((ofStatus) => ofStatus.join(', '));
  if (new Set(types).size > 1) {
    yield { feature: `successful responses with different media types: ${types.join('; ')}`, pointer };
  }
}

function* checkBody({ value, pointer }: Located): Generator<Finding> {
  for (const [type, media] of Object.entries((value['content'] ?? {}) as JsonObject)) {
    const there = pointer + toPointer(['content', type]);
    if (!/^application\/(?:[\w.-]+\+)?json$/.test(type)) {
      yield { feature: `a request body of the media type ${type}. Use JSON`, pointer: there };
    } else if (!isPlainObject(media) || media['schema'] === undefined) {
      yield { feature: 'a request body without a schema', pointer: there };
    }
  }
}

function* checkParameters(document: JsonObject, list: Json | undefined, pointer: string): Generator<Finding> {
  for (const [index, parameter] of Object.entries((list ?? []) as readonly Json[])) {
    const located = follow(document, parameter, `${pointer}/parameters/${index}`);
    for (const feature of unsupportedOfParameter(document, located.value)) {
      yield { feature, pointer: located.pointer };
    }
  }
}

function* unsupportedOfParameter(document: JsonObject, parameter: JsonObject): Generator<string> {
  const { in: location, name, schema, style, explode } = parameter;
  const isQuery = location === 'query';
  if (location === 'cookie') {
    yield 'a cookie parameter';
    return;
  }
  if (parameter['content'] !== undefined || schema === undefined) {
    yield 'a parameter with content. Use schema';
    return;
  }
  if (style !== undefined && style !== (isQuery ? 'form' : 'simple')) {
    yield `the parameter style ${JSON.stringify(style)}`;
  }
  if (parameter['allowEmptyValue'] === true) yield 'a parameter with allowEmptyValue';
  if (isQuery && typeof name === 'string' && name.includes('['))
    yield 'a query parameter with a bracket in its name';
  const resolved = follow(document, schema, '').value;
  const type = typeOf(resolved);
  const isList = isQuery && type === 'array';
  const items = isList ? follow(document, resolved['items'] ?? {}, '').value : resolved;
  if (!scalarTypes.includes(typeOf(items))) {
    yield `a parameter whose type is not ${isQuery ? 'scalar or an array of scalars' : 'scalar'}`;
  }
  if (isList && explode === false) yield 'an array parameter with "explode": false';
}

const scalarTypes: readonly (string | undefined)[] = ['string', 'integer', 'number', 'boolean'];

/** Returns the type of a parameter's schema. If one of two types is `null`, returns the other one. */
export function typeOf({ type }: JsonObject): string | undefined {
  const types = [type].flat().filter((one) => one !== 'null');
  return types.length === 1 && typeof types[0] === 'string' ? types[0] : undefined;
}

/** Follows references, which have been checked before. */
function follow(document: JsonObject, value: Json, pointer: string): Located {
  let located = { value, pointer };
  for (let depth = 0; depth < 100 && isPlainObject(located.value); depth += 1) {
    const reference = located.value['$ref'];
    if (typeof reference !== 'string') return { ...located, value: located.value };
    located = { value: lookUp(document, reference) ?? {}, pointer: reference };
  }
  return { value: {}, pointer };
}
