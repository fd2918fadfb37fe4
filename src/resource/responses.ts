// The responses that the operations of a resource share.
import { matchesEntityTag } from '../http/entity-tag.ts';
import type { Stored } from './columns.ts';

/** What the responses of a resource depend on. */
export interface ResourceNames<NotFound extends string> {
  /** The name in the details of problems: `bookmark`. */
  readonly noun: string;
  /** The path of the collection: `/bookmarks`. */
  readonly path: string;
  /** The problem type of an unknown id. */
  readonly notFound: NotFound;
}

/** A strong entity tag, made from the version. */
export function entityTag({ version }: { readonly version: number }): string {
  return `"${version}"`;
}

/** 200 with an item. */
export function ok<Item>(stored: Stored<Item>) {
  return { status: 200, headers: { ETag: entityTag(stored) }, body: stored.item } as const;
}

/** 200 with an item, or 304 if the client has this version. */
export function okOrNotModified<Item>(stored: Stored<Item>, ifNoneMatch: string | undefined) {
  const ETag = entityTag(stored);
  if (matchesEntityTag(ifNoneMatch, ETag)) return { status: 304, headers: { ETag } } as const;
  return { status: 200, headers: { ETag }, body: stored.item } as const;
}

/** 412, with the current version. */
export function preconditionFailed(noun: string, stored: { readonly version: number }) {
  const detail = `The ${noun} is now at version ${entityTag(stored)}, so the precondition failed.`;
  return { status: 412, problem: { type: '/docs/problems#precondition-failed', detail } } as const;
}

/** 422 for a cursor that was altered or belongs to another query. */
export function invalidCursor() {
  return {
    status: 422,
    problem: {
      type: '/docs/problems#invalid-cursor',
      detail: 'The cursor was altered or belongs to a different query.',
      errors: [
        {
          location: 'query',
          name: 'cursor',
          code: 'invalidCursor',
          detail: 'does not match the filters and the order',
        },
      ],
    },
  } as const;
}

/** 201 with an item and its location. */
export function created<Item extends { readonly id: string }>(path: string, stored: Stored<Item>) {
  const headers = { Location: `${path}/${stored.item.id}`, ETag: entityTag(stored) };
  return { status: 201, headers, body: stored.item } as const;
}

/** 404, the same for an absent item and for another owner's. */
export function notFound<NotFound extends string>(
  { noun, notFound: type }: ResourceNames<NotFound>,
  id: string,
) {
  return { status: 404, problem: { type, detail: `You have no ${noun} with the id ${id}.` } } as const;
}
