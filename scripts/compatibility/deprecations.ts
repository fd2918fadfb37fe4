// Checks that every `deprecated` element of the contract, including fields, has the dates of its deprecation and sunset.
import { readDeprecation } from '../../src/contract/deprecation.ts';
import { isPlainObject, toPointer } from '../../src/contract/reference.ts';
import type { Json } from '../../src/contract/reference.ts';

/** Keywords whose values are data, where `deprecated` has no meaning. */
const data = new Set(['example', 'examples', 'default', 'const', 'enum', 'value']);

/** Returns an error for each invalid deprecation in `document`. `keys` is its path within the whole contract. */
export function deprecationErrors(document: Json, keys: readonly string[] = []): string[] {
  const entries = Array.isArray(document)
    ? (document as readonly Json[]).map((item, index) => [String(index), item] as const)
    : isPlainObject(document)
      ? Object.entries(document).filter(([key]) => !data.has(key) || keys.at(-1) === 'properties')
      : [];
  return [
    ...(isPlainObject(document) ? errorsOf(document, keys) : []),
    ...entries.flatMap(([key, value]) => deprecationErrors(value, [...keys, key])),
  ];
}

function errorsOf(part: Parameters<typeof readDeprecation>[0], keys: readonly string[]): string[] {
  try {
    readDeprecation(part, `#${toPointer(keys)}`);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
