// The contract for tests, its operations by request, and validators made from it with Ajv alone.
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { loadContract } from '../../src/contract/document.ts';
import type { Operation } from '../../src/contract/document.ts';
import { toPointer } from '../../src/contract/reference.ts';
import { readRoutes, routeFinder } from '../../src/contract/routing.ts';
import { originForm } from '../../src/contract/request-target.ts';

export const contract = loadContract();

const findRoute = routeFinder(readRoutes(contract));

/** The operation that a request with this target is for, or undefined; that of the GET for a HEAD. */
export function operationFor(method: string, target: string): Operation | undefined {
  const [path = ''] = originForm(target).split('?');
  return findRoute(path)?.route.operations.get(method === 'HEAD' ? 'GET' : method);
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv, { mode: 'full' });
ajv.addSchema(contract.document, 'contract');

/** The validator of the schema at these keys of the document. */
export function validatorAt(...keys: string[]): ValidateFunction {
  const validator = ajv.getSchema(`contract#${encodeURI(toPointer(keys))}`);
  if (validator === undefined) throw new Error(`The contract has no schema at ${toPointer(keys)}`);
  return validator;
}
