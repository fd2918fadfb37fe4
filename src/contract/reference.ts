// JSON as the contract is made of, and the references in it (`$ref`, RFC 6901 within this document).

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a JSON object, false for an array, null and the rest. */
export function isPlainObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Splits a JSON Pointer into its keys, unescaped. */
export function pointerKeys(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Writes keys as a JSON Pointer, escaped (RFC 6901, section 3). */
export function toPointer(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What stands in a document where a reference within it (`#/…`) leads, or undefined. */
export function lookUp(document: JsonObject, reference: string): Json | undefined {
  let found: Json | undefined = document;
  for (const key of pointerKeys(reference.slice(1))) found = isPlainObject(found) ? found[key] : undefined;
  return found;
}

/**
 * Follows `$ref` until it leads to an object itself; what stands beside a `$ref` is kept on top of its target.
 * Throws when a reference leads nowhere or is not within the document.
 */
export function resolve(document: JsonObject, value: Json | undefined): JsonObject {
  if (!isPlainObject(value))
    throw new Error('The contract has something other than an object where one is needed');
  const { $ref: reference, ...beside } = value;
  if (reference === undefined) return value;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) {
    throw new Error(`The contract refers to ${JSON.stringify(reference)}, which is not within itself`);
  }
  const target = lookUp(document, reference);
  if (target === undefined) throw new Error(`The contract refers to ${reference}, which it does not have`);
  return { ...resolve(document, target), ...beside };
}
