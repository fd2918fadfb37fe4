// Clients rely on a header's `required`, and no other check covers this keyword: the generated types treat every header
// that is a reference as required.
import { expect, test } from '@jest/globals';
import { isPlainObject, resolve } from '../../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../../src/contract/reference.ts';
import { contract } from '../../support/contract.ts';

/** The headers that some responses omit, and when they are present. Keys are names below `components` where possible. */
const sometimes: Readonly<Record<string, string>> = {
  AcceptEncoding: 'to a compressed body',
  'Access-Control-Allow-Origin': 'to a page of an origin that the operator allows',
  Link: 'when there is another page',
  OptionalRateLimit: 'to a request that was counted before it was refused',
  OptionalRateLimitPolicy: 'to a request that was counted before it was refused',
};

test('requires every header except those that some responses omit', () => {
  const optional = new Set<string>();
  for (const [name, header] of headersIn(contract.document))
    if (header['required'] !== true) optional.add(name);
  expect([...optional].sort()).toEqual(Object.keys(sometimes).sort());
});

/** The headers of every response of the document, by name. */
function* headersIn(value: Json): Generator<[string, JsonObject]> {
  if (Array.isArray(value)) for (const item of value as Json[]) yield* headersIn(item);
  if (!isPlainObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'headers' && 'description' in value && isPlainObject(item))
      for (const [name, header] of Object.entries(item)) {
        const { $ref: reference } = header as JsonObject;
        const named = typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
        yield [named ?? name, resolve(contract.document, header)];
      }
    else if (key !== 'examples' && key !== 'example') yield* headersIn(item);
  }
}
