// Reads parts of the contract whose type has not been checked.
import { isPlainObject } from '../../contract/reference.ts';
import type { Json, JsonObject } from '../../contract/reference.ts';

/** Returns an object unchanged, and an empty object for any other value. */
export const object = (value: Json | undefined): JsonObject => (isPlainObject(value) ? value : {});

/** Returns a list unchanged, and an empty list for any other value. */
export const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];

/** Returns a string unchanged, an empty string for a missing value, and any other value as JSON. */
export const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
