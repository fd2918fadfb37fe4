// The contract's verdict on a value. It comes from Ajv on the original document, independent of the service's validator.
import { maxBodyBytes } from '../../../../src/contract/body.ts';
import { contract, validatorAt } from '../../../support/contract.ts';
import { typesOf } from '../../samples/valid-values.ts';
import { placeOf } from './fields.ts';
import type { Field } from './fields.ts';

/**
 * - `taken`: valid, so the service must accept it
 * - `refused`: invalid, so the response is a 422 that names the field
 * - `unreadable`: malformed, so the response is a 400
 * - `too large`: larger than any valid body, so the response is a 413
 * - `nowhere`: makes another path, so the response is a 404
 */
export type Verdict = 'taken' | 'refused' | 'unreadable' | 'too large' | 'nowhere';

/** The verdict on a body. */
export function verdictOnBody(field: Field, body: string): Verdict {
  if (Buffer.byteLength(body) > maxBodyBytes(contract, field.operation)) return 'too large';
  return validatorAt(...placeOf(field))(JSON.parse(body)) ? 'taken' : 'refused';
}

/** The verdict on the values of a parameter. */
export function verdictOnParameter(field: Field, values: readonly string[]): Verdict {
  const { in: location, schema } = field;
  if (location === 'path') return verdictOnPath(field, values[0] ?? '');
  if (values.length === 0) return 'taken';
  if (location === 'header') return verdictOnHeader(field, values.join(', '));
  if (!values.every((value) => value.isWellFormed())) return 'unreadable';
  if (typesOf(schema).includes('array')) return verdictOn(field, values);
  if (values.length > 1) return 'refused';
  const [value = ''] = values;
  if (typesOf(schema).includes('boolean')) return ['true', 'false'].includes(value) ? 'taken' : 'refused';
  if (!typesOf(schema).includes('integer')) return verdictOn(field, value);
  // Written as JSON writes an integer, and in no other way.
  return /^-?(?:0|[1-9][0-9]*)$/.test(value) ? verdictOn(field, Number(value)) : 'refused';
}

function verdictOnPath(field: Field, value: string): Verdict {
  if (value === '') return 'nowhere';
  return value.isWellFormed() ? verdictOn(field, value) : 'unreadable';
}

function verdictOnHeader(field: Field, value: string): Verdict {
  const bytes = Buffer.from(value).toString('latin1');
  // oxlint-disable-next-line no-control-regex -- The test looks for control characters.
  if (/[\u0000-\u0008\u000A-\u001F\u007F]/.test(bytes)) return 'unreadable';
  // Whitespace around a field is not part of its value (RFC 9110, section 5.5).
  return verdictOn(field, bytes.replace(/^[ \t]+|[ \t]+$/g, ''));
}

function verdictOn(field: Field, value: unknown): Verdict {
  return validatorAt(...placeOf(field))(value) ? 'taken' : 'refused';
}
