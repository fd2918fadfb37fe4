// Who may call an operation, from its `security` (OpenAPI 3.1, security requirement object). HTTP bearer schemes are
// supported: JWTs, which identify a user, and opaque tokens, which do not. Anything else is rejected at start.
import { isPlainObject, resolve } from './reference.ts';
import type { JsonObject } from './reference.ts';

/** Who may call an operation. */
export type Access =
  | { readonly kind: 'public' }
  /** A user, whose JWT must grant all of the scopes. */
  | { readonly kind: 'user'; readonly scopes: readonly string[] }
  /**
   * Anyone with the token of this security scheme.
   */
  | { readonly kind: 'token'; readonly scheme: string };

/** Reads `security`. Throws an error that names the operation if its `security` is not supported. */
export function readAccess(document: JsonObject, security: unknown, operation: string): Access {
  const unsupported = (problem: string): Error => new Error(`${operation}: ${problem}`);
  const alternatives = Array.isArray(security) ? security.filter(isPlainObject) : [];
  const required = alternatives.filter((alternative) => Object.keys(alternative).length > 0);
  const [alternative, ...others] = required;
  if (alternative === undefined) return { kind: 'public' };
  if (others.length > 0) throw unsupported('alternative security schemes are not supported');
  const [[scheme, scopes] = ['', []], ...also] = Object.entries(alternative);
  if (also.length > 0) throw unsupported('a combination of security schemes is not supported');
  if (!isBearer(document, scheme))
    throw unsupported(`the security scheme ${scheme} is not supported: use type http with scheme bearer`);
  if (!isJwt(document, scheme)) return { kind: 'token', scheme };
  if (required.length < alternatives.length)
    throw unsupported(`optional authentication with ${scheme} is not supported`);
  return { kind: 'user', scopes: scopes as readonly string[] };
}

/** The scopes that the operations require, in the order of the contract. */
export function scopesOf(operations: readonly { readonly access: Access }[]): string[] {
  return [...new Set(operations.flatMap(({ access }) => (access.kind === 'user' ? access.scopes : [])))];
}

function schemeOf(document: JsonObject, name: string): JsonObject {
  return resolve(document, { $ref: `#/components/securitySchemes/${name}` });
}

function isBearer(document: JsonObject, name: string): boolean {
  const { type, scheme } = schemeOf(document, name);
  return type === 'http' && typeof scheme === 'string' && scheme.toLowerCase() === 'bearer';
}

function isJwt(document: JsonObject, name: string): boolean {
  return schemeOf(document, name)['bearerFormat'] === 'JWT';
}
