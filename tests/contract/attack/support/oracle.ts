// What the contract says of a value, by other means than the service's own: Ajv on the document as it stands.
import { maxBodyBytes } from '../../../../src/contract/body.ts';
import { contract, validatorAt } from '../../../support/contract.ts';
import { typesOf } from '../../samples/values.ts';
import { placeOf } from './fields.ts';
import type { Field } from './fields.ts';

/**
 * - `taken`: it keeps the contract, so nothing of it may be refused;
 * - `refused`: it does not, so it is a 422 that names the field;
 * - `unreadable`: it cannot even be read, a 400;
 * - `too large`: no valid body is as large, a 413;
 * - `nowhere`: it leads to another path, a 404.
 */
export type Verdict = 'taken' | 'refused' | 'unreadable' | 'too large' | 'nowhere';

/** The verdict on a body. */
export function verdictOnBody(field: Field, body: string): Verdict {
  if (Buffer.byteLength(body) > maxBodyBytes(contract, field.operation)) return 'too large';
  return validatorAt(...placeOf(field))(JSON.parse(body)) ? 'taken' : 'refused';
}

/** The verdict on the values of a parameter. */
export function verdictOnParameter(field: Field, values: readonly string[]): Verdict {
  const { in: place, schema } = field;
  if (place === 'path') return verdictOnPath(field, values[0] ?? '');
  if (values.length === 0) return 'taken';
  if (place === 'header') return verdictOnHeader(field, values.join(', '));
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
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u0008\u000A-\u001F\u007F]/.test(bytes)) return 'unreadable';
  // White space around a field is none of its value (RFC 9110, section 5.5).
  return verdictOn(field, bytes.replace(/^[ \t]+|[ \t]+$/g, ''));
}

function verdictOn(field: Field, value: unknown): Verdict {
  return validatorAt(...placeOf(field))(value) ? 'taken' : 'refused';
}
