// Parts of a document whose type the contract's own checks have not established.
import { isPlainObject } from '../../contract/reference.ts';
import type { Json, JsonObject } from '../../contract/reference.ts';

/** The value, or an empty object instead of anything else. */
export const object = (value: Json | undefined): JsonObject => (isPlainObject(value) ? value : {});

/** The value, or an empty list instead of anything else. */
export const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];

/** Returns a text unchanged, an empty text for a missing value, and any other value as JSON. */
export const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
