// Reads the values of parameters before they are validated.
import type { JsonObject } from '../reference.ts';
import { resolve } from '../reference.ts';
import { firstOf } from './bounded-value.ts';
import { typeOf } from '../supported-features.ts';

/** Converts the value of a parameter from a string, or from a list of strings if the parameter is repeated. */
export type ReadValue = (sent: string | readonly string[]) => unknown;

const numbers: Readonly<Record<string, RegExp>> = {
  integer: /^-?(?:0|[1-9]\d*)$/,
  number: /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/,
};

/** Creates the reader for a parameter with this schema. A single value of a list parameter becomes a list with one item. */
export function valueReader(document: JsonObject, schema: JsonObject): ReadValue {
  if (typeOf(schema) !== 'array') {
    const read = scalarReader(schema);
    return (sent) => (typeof sent === 'string' ? read(sent) : sent);
  }
  const read = scalarReader(resolve(document, schema['items']));
  const { maxItems } = schema;
  const maximum = typeof maxItems === 'number' ? maxItems : Infinity;
  return (sent) => (typeof sent === 'string' ? [sent] : firstOf(sent, maximum)).map(read);
}

/**
 * Creates the reader for a single value. Text that is not a JSON number becomes `NaN`, which is not valid for any type.
 * Ajv would accept `0x10`, ` 5 ` and `1e400` as numbers.
 */
function scalarReader(schema: JsonObject): (text: string) => unknown {
  const pattern = numbers[typeOf(schema) ?? ''];
  if (pattern === undefined) return (text) => text;
  return (text) => {
    const value = pattern.test(text) ? Number(text) : NaN;
    return Number.isFinite(value) ? value : NaN;
  };
}
