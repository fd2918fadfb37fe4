// Whatever the contract marks as deprecated, be it a field, says since when and until when.
import { readDeprecation } from '../../src/contract/deprecation.ts';
import { isPlainObject, toPointer } from '../../src/contract/reference.ts';
import type { Json } from '../../src/contract/reference.ts';

/** Values, in which `deprecated` is somebody's data. */
const data = new Set(['example', 'examples', 'default', 'const', 'enum', 'value']);

/** Every deprecation of a document that is not as it has to be, as a sentence each. */
export function deprecationFaults(document: Json, keys: readonly string[] = []): string[] {
  const entries = Array.isArray(document)
    ? (document as readonly Json[]).map((item, index) => [String(index), item] as const)
    : isPlainObject(document)
      ? Object.entries(document).filter(([key]) => !data.has(key) || keys.at(-1) === 'properties')
      : [];
  return [
    ...(isPlainObject(document) ? faultOf(document, keys) : []),
    ...entries.flatMap(([key, value]) => deprecationFaults(value, [...keys, key])),
  ];
}

function faultOf(part: Parameters<typeof readDeprecation>[0], keys: readonly string[]): string[] {
  try {
    readDeprecation(part, `#${toPointer(keys)}`);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
