// How large a valid body can be, read from its schema: the limit for the parser is just above it, and moves with
// the contract. Counted with every character escaped, since JSON lets a client do that.
import { isPlainObject, resolve } from './reference.ts';
import type { JsonObject } from './reference.ts';

/** A code point beyond U+FFFF, escaped as two `\uXXXX`. */
const longestCharacter = 12;
/** Room for white space between the tokens: as many bytes again for each comma, colon and bracket. */
const perToken = 2;

/** The most bytes of JSON that keep the schema. Throws when a part of it has no bound. */
export function largestJson(document: JsonObject, unresolved: JsonObject): number {
  const schema = resolve(document, unresolved);
  const { enum: values, const: constant, maxLength, items, maxItems, properties } = schema;
  if (constant !== undefined) return escaped(JSON.stringify(constant));
  if (Array.isArray(values)) return Math.max(...values.map((value) => escaped(JSON.stringify(value))));
  if (typeof maxLength === 'number') return maxLength * longestCharacter + 2;
  if (isPlainObject(items) && typeof maxItems === 'number') {
    return maxItems * (largestJson(document, items) + perToken) + 2;
  }
  if (isPlainObject(properties)) {
    return Object.entries(properties).reduce(
      (sum, [name, property]) =>
        sum +
        escaped(JSON.stringify(name)) +
        largestJson(document, resolve(document, property)) +
        2 * perToken,
      2,
    );
  }
  throw new Error(`A body has a part without a bound: ${JSON.stringify(schema)}`);
}

function escaped(json: string): number {
  return json.length * 6;
}
