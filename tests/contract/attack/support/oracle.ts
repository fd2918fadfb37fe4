// The contract's verdict on a value. It comes from Ajv on the original document, independent of the service's validator.
import { maxBodyBytes } from '../../../../src/contract/body.ts';
import { contract, validatorAt } from '../../../support/contract.ts';
import { typesOf } from '../../samples/valid-values.ts';
import { schemaLocation } from './fields.ts';
import type { Field } from './fields.ts';

/**
 * - `valid`: the service must accept it
 * - `invalid`: the response is a 422 that names the field
 * - `malformed`: the response is a 400
 * - `too large`: larger than any valid body, so the response is a 413
 * - `unknown path`: the value changes the path, so the response is a 404
 */
export type Verdict = 'valid' | 'invalid' | 'malformed' | 'too large' | 'unknown path';

export function verdictOnBody(field: Field, body: string): Verdict {
  if (Buffer.byteLength(body) > maxBodyBytes(contract, field.operation)) return 'too large';
  return validatorAt(...schemaLocation(field))(JSON.parse(body)) ? 'valid' : 'invalid';
}

/** The verdict on the values of a parameter. */
export function verdictOnParameter(field: Field, values: readonly string[]): Verdict {
  const { in: location, schema } = field;
  if (location === 'path') return verdictOnPath(field, values[0] ?? '');
  if (values.length === 0) return 'valid';
  if (location === 'header') return verdictOnHeader(field, values.join(', '));
  if (!values.every((value) => value.isWellFormed())) return 'malformed';
  if (typesOf(schema).includes('array')) return verdictOn(field, values);
  if (values.length > 1) return 'invalid';
  const [value = ''] = values;
  if (typesOf(schema).includes('boolean')) return ['true', 'false'].includes(value) ? 'valid' : 'invalid';
  if (!typesOf(schema).includes('integer')) return verdictOn(field, value);
  // An integer must have the same form as in JSON.
  return /^-?(?:0|[1-9][0-9]*)$/.test(value) ? verdictOn(field, Number(value)) : 'invalid';
}

function verdictOnPath(field: Field, value: string): Verdict {
  if (value === '') return 'unknown path';
  return value.isWellFormed() ? verdictOn(field, value) : 'malformed';
}

function verdictOnHeader(field: Field, value: string): Verdict {
  const bytes = Buffer.from(value).toString('latin1');
  // oxlint-disable-next-line no-control-regex -- The test looks for control characters.
  if (/[\u0000-\u0008\u000A-\u001F\u007F]/.test(bytes)) return 'malformed';
  // Whitespace around a field is not part of its value (RFC 9110, section 5.5).
  return verdictOn(field, bytes.replace(/^[ \t]+|[ \t]+$/g, ''));
}

function verdictOn(field: Field, value: unknown): Verdict {
  return validatorAt(...schemaLocation(field))(value) ? 'valid' : 'invalid';
}
