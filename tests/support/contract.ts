// The contract for tests: a lookup of the operation for a request, and response validators built directly on Ajv. The
// validators also reject what the contract leaves open for later versions, such as unknown properties and new enum
// values, because the service must not send anything undocumented.
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { operations } from '../../generated/openapi.ts';
import { loadContract } from '../../src/contract/document.ts';
import type { Operation } from '../../src/contract/operation.ts';
import { type Json, toPointer } from '../../src/contract/reference.ts';
import { operationFor as operationOfRoute } from '../../src/contract/routes.ts';
import { visitSchemas } from '../../src/contract/subschemas.ts';
import { originForm } from '../../src/http/request-target.ts';

export const contract = loadContract();

export type OperationId = keyof operations;

/** The operation of a request, if any. A HEAD request has the operation of the GET. */
export function operationFor(method: string, target: string): Operation | undefined {
  const [path = ''] = originForm(target).split('?');
  const route = contract.routes.find(path)?.route;
  return route && operationOfRoute(route, method);
}

/** A stricter copy: no unknown properties, no unknown values of extensible enumerations, and exact patterns. */
export const closedDocument = structuredClone(contract.document);
visitSchemas(closedDocument, (schema) => {
  const mutable = schema as Record<string, Json | undefined>;
  const { 'x-extensible-enum': known, 'x-unicode-pattern': pattern } = schema;
  if (schema['properties'] !== undefined) mutable['additionalProperties'] ??= false;
  if (known !== undefined) mutable['enum'] = known;
  if (pattern !== undefined) mutable['pattern'] = pattern;
});

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv, { mode: 'full' });
ajv.addSchema(closedDocument, 'contract');

/** The validator for the schema at these keys of the document. */
export function validatorAt(...keys: string[]): ValidateFunction {
  const validator = ajv.getSchema(`contract#${encodeURI(toPointer(keys))}`);
  if (validator === undefined) throw new Error(`The contract has no schema at ${toPointer(keys)}`);
  return validator;
}
