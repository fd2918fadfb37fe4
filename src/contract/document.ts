// The contract at run time: openapi.yaml, read once. Every other file asks here what the contract says, so that
// nothing about the API is written a second time.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { JSON_SCHEMA, load } from 'js-yaml';
import type { operations } from '../../generated/openapi.ts';
import { readDeprecation } from './deprecation.ts';
import type { Deprecation } from './deprecation.ts';
import { isPlainObject, resolve } from './reference.ts';
import type { Json, JsonObject } from './reference.ts';
import { checkSupportedFeatures } from './supported-features.ts';

export type OperationId = keyof operations;

/** A parameter as far as the pipeline needs it; `schema` is resolved at its top only. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: JsonObject;
  readonly deprecation: Deprecation | undefined;
}

/** One operation of the contract, with its references resolved. */
export interface Operation {
  readonly id: OperationId;
  readonly method: string;
  /** The route template as the contract writes it, `/tasks/{taskId}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Security scheme → scopes; alternatives, an empty one meaning "or nobody". */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** Request media type → schema of the body; empty when there is no body. */
  readonly requestBodies: ReadonlyMap<string, JsonObject>;
  /** Media types of the successful answers; empty when they have no body. */
  readonly responseTypes: readonly string[];
  /** The names of the headers that its answers may have, by answer. */
  readonly responseHeaders: readonly string[];
  /** Statuses that the contract documents. */
  readonly statuses: readonly number[];
  readonly deprecation: Deprecation | undefined;
}

/** The contract: its text, its parsed form, and its operations. */
export interface Contract {
  readonly yaml: string;
  readonly json: string;
  readonly document: JsonObject;
  readonly version: string;
  readonly operations: readonly Operation[];
  /** Strong entity tags of the two forms (RFC 9110, section 8.8.3). */
  readonly etags: { readonly yaml: string; readonly json: string };
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * Reads the contract from a file, by default the project's own. Throws when it is missing, is not YAML, uses
 * unsupported features, or deprecates something without saying since when and until when.
 */
export function loadContract(file: URL | string = new URL('../../openapi.yaml', import.meta.url)): Contract {
  const yaml = readFileSync(file, 'utf8');
  const document = load(yaml, { schema: JSON_SCHEMA }) as JsonObject;
  const json = JSON.stringify(document);
  checkSupportedFeatures(document);
  const { version } = document['info'] as { version: string };
  return {
    yaml,
    json,
    document,
    version,
    operations: readOperations(document),
    etags: { yaml: entityTag(yaml), json: entityTag(json) },
  };
}

function entityTag(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

function readOperations(document: JsonObject): Operation[] {
  return Object.entries(document['paths'] as Record<string, JsonObject>).flatMap(([path, item]) =>
    methods.filter((method) => method in item).map((method) => readOperation(document, path, method, item)),
  );
}

function readOperation(document: JsonObject, path: string, method: string, item: JsonObject): Operation {
  const operation = item[method] as JsonObject;
  // A parameter of the operation replaces that of the path.
  const parameters = new Map(
    [...list(item['parameters']), ...list(operation['parameters'])].map((parameter) => {
      const resolved = resolve(document, parameter);
      const { name, in: location, schema } = resolved as unknown as Parameter;
      const deprecation = readDeprecation(resolved, `The parameter ${name}`);
      return [`${location} ${name}`, { name, in: location, schema: resolve(document, schema), deprecation }];
    }),
  );
  const responses = Object.entries((operation['responses'] ?? {}) as Record<string, JsonObject>).map(
    ([status, response]) => [Number(status), resolve(document, response)] as const,
  );
  const body = operation['requestBody'] === undefined ? {} : resolve(document, operation['requestBody']);
  return {
    id: operation['operationId'] as OperationId,
    method: method.toUpperCase(),
    path,
    parameters: [...parameters.values()],
    security: (operation['security'] ?? document['security'] ?? []) as unknown as Operation['security'],
    requestBodies: new Map(
      Object.entries(content(body)).map(([type, media]) => [
        type,
        resolve(document, (media as JsonObject)['schema']),
      ]),
    ),
    responseTypes: responses
      .filter(([status]) => status >= 200 && status < 300)
      .flatMap(([, response]) => Object.keys(content(response))),
    responseHeaders: responses.flatMap(([, response]) => Object.keys(response['headers'] ?? {})),
    statuses: responses.map(([status]) => status),
    deprecation: readDeprecation(operation, `${method.toUpperCase()} ${path}`),
  };
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function content(value: JsonObject): JsonObject {
  return isPlainObject(value['content']) ? value['content'] : {};
}
