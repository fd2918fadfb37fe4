// The fields that a client can fill in: each parameter and body property of each operation in the contract.
import type { Operation } from '../../../../src/contract/operation.ts';
import { resolve } from '../../../../src/contract/reference.ts';
import type { JsonObject } from '../../../../src/contract/reference.ts';
import { contract } from '../../../support/contract.ts';

/** A parameter or a property of a body. */
export interface Field {
  readonly operation: Operation;
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly name: string;
  /** The resolved schema. References inside it are not resolved. */
  readonly schema: JsonObject;
  /** The title of its tests. */
  readonly title: string;
}

/** A body that an operation accepts. */
export interface Body {
  readonly operation: Operation;
  readonly mediaType: string;
  readonly schema: JsonObject;
  readonly properties: readonly string[];
}

/** The fields of an operation, parameters first. */
export function fieldsOf(operation: Operation): Field[] {
  const given = operation.parameters.map(({ name, in: location, schema }) => ({
    in: location,
    name,
    schema,
  }));
  const properties = bodiesOf(operation)
    .slice(0, 1)
    .flatMap(({ schema }) => Object.entries(schema['properties'] as JsonObject))
    .map(([name, property]) => ({ in: 'body' as const, name, schema: resolve(contract.document, property) }));
  return [...given, ...properties].map((field) => ({
    operation,
    ...field,
    title: `${operation.id}: ${field.name} (${field.in})`,
  }));
}

/** The bodies that an operation accepts, one for each media type. */
export function bodiesOf(operation: Operation): Body[] {
  return [...operation.requestBodies].map(([mediaType, schema]) => ({
    operation,
    mediaType,
    schema,
    properties: Object.keys(schema['properties'] as JsonObject),
  }));
}

/** The location of a field's schema in the document, for `validatorAt`. */
export function schemaLocation(field: Field): string[] {
  const { path, method } = field.operation;
  const keys = ['paths', path, method.toLowerCase()];
  if (field.in === 'body') return [...keys, ...bodyKeys(field.operation)];
  // A path item may have parameters too.
  for (const parent of [keys, keys.slice(0, 2)]) {
    const { parameters = [] } = parent.reduce((value, key) => value[key] as JsonObject, contract.document);
    const index = (parameters as readonly JsonObject[]).findIndex(
      (one) => resolve(contract.document, one)['name'] === field.name,
    );
    if (index < 0) continue;
    const { $ref: reference } = (parameters as readonly JsonObject[])[index]!;
    if (typeof reference !== 'string') return [...parent, 'parameters', String(index), 'schema'];
    return [...reference.split('/').slice(1), 'schema'];
  }
  throw new Error(`No parameter ${field.name} in ${method} ${path}`);
}

function bodyKeys(operation: Operation): string[] {
  return ['requestBody', 'content', bodiesOf(operation)[0]?.mediaType ?? '', 'schema'];
}
