// JSON values, JSON Pointers (RFC 6901), and references (`$ref`) within a document.

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a JSON object; false for an array, null and scalars. */
export function isPlainObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Splits a JSON Pointer into its unescaped keys. */
export function pointerKeys(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Joins keys into a JSON Pointer. */
export function toPointer(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Returns the value at a reference within the document (`#/…`), or undefined. */
export function lookUp(document: JsonObject, reference: string): Json | undefined {
  let found: Json | undefined = document;
  for (const key of pointerKeys(reference.slice(1))) found = isPlainObject(found) ? found[key] : undefined;
  return found;
}

/**
 * Follows `$ref` to an object. Members next to a `$ref` override those of its target. Throws when the target is
 * missing, is outside the document, or refers to itself.
 */
export function resolve(
  document: JsonObject,
  value: Json | undefined,
  followed: readonly string[] = [],
): JsonObject {
  if (!isPlainObject(value))
    throw new Error(`The contract contains ${JSON.stringify(value)} where an object is required`);
  const { $ref: reference, ...beside } = value;
  if (reference === undefined) return value;
  if (typeof reference !== 'string' || !reference.startsWith('#/'))
    throw new Error(`The reference ${JSON.stringify(reference)} points outside the contract`);
  if (followed.includes(reference)) throw new Error(`The reference ${reference} refers to itself`);
  const target = lookUp(document, reference);
  if (target === undefined) throw new Error(`The reference ${reference} has no target`);
  return { ...resolve(document, target, [...followed, reference]), ...beside };
}
