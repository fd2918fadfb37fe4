// The contract for tests, and validators made from it with Ajv alone.
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { loadContract } from '../../src/contract/document.ts';
import { toPointer } from '../../src/contract/reference.ts';

export const contract = loadContract();

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv, { mode: 'full' });
ajv.addSchema(contract.document, 'contract');

/** The validator of the schema at these keys of the document. */
export function validatorAt(...keys: string[]): ValidateFunction {
  const validator = ajv.getSchema(`contract#${encodeURI(toPointer(keys))}`);
  if (validator === undefined) throw new Error(`The contract has no schema at ${toPointer(keys)}`);
  return validator;
}
