// The few parts of an OpenAPI document that the pages read. That the contract has them is the linters' business.
import { lookUp } from '../contract/reference.ts';
import type { JsonObject } from '../contract/reference.ts';

/** A reference to another place in the document, or what would stand there. */
export type MaybeRef<Value> = Value | { readonly $ref: string };

/** A schema, as far as a problem type is described by one. */
export interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, { readonly const?: unknown }>>;
  readonly oneOf?: readonly MaybeRef<Schema>[];
  readonly examples?: readonly unknown[];
}

/** A named example. */
export interface Example {
  readonly summary?: string;
  readonly value?: unknown;
}

/** An answer that an operation documents. */
export interface Response {
  readonly content?: Readonly<Record<string, { readonly schema?: MaybeRef<Schema> }>>;
}

/** An operation, with its place in the document. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly responses: Readonly<Record<string, MaybeRef<Response>>>;
}

/** An OpenAPI document. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly summary?: string };
  readonly paths: Readonly<Record<string, object>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly examples: Readonly<Record<string, Example>>;
  };
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Every operation of the document, in its order. */
export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Omit<Operation, 'tag'> & { readonly tags: readonly [string] }>)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
        tag: operation.tags[0],
      })),
  );
}

/** Follows a local reference. */
export function resolve<Value extends object>(document: OpenApi, value: MaybeRef<Value>): Value {
  return '$ref' in value ? (lookUp(document as object as JsonObject, value.$ref) as object as Value) : value;
}

/** The fragment at which the reference opens an operation. */
export const operationAnchor = ({ tag, operationId }: Operation): string =>
  `#/${encodeURIComponent(tag.replaceAll(' ', '_'))}/${encodeURIComponent(operationId)}`;
