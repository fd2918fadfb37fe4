// The responses that the operations of a resource share.
import { matchesEntityTag } from '../http/entity-tag.ts';
import type { ReadStopped } from '../database/errors.ts';
import type { Versioned } from './columns.ts';
import type { QuotaExceeded } from './owner/account.ts';

/** The names that the responses of a resource contain. */
export interface ResourceNames<NotFound extends string> {
  /** The noun in the details of problems, for example `bookmark`. */
  readonly noun: string;
  /** The path of the collection, for example `/bookmarks`. */
  readonly path: string;
  /** The problem type for an unknown id. */
  readonly notFound: NotFound;
}

/** A strong entity tag, made from the version. */
export function entityTag({ version }: { readonly version: number }): string {
  return `"${version}"`;
}

/** 200 with an item. */
export function ok<Item extends Versioned>(item: Item) {
  return { status: 200, headers: { ETag: entityTag(item) }, body: item } as const;
}

/** 200 with an item, or 304 if the client has this version. */
export function okOrNotModified<Item extends Versioned>(item: Item, ifNoneMatch: string | undefined) {
  const ETag = entityTag(item);
  if (matchesEntityTag(ifNoneMatch, ETag)) return { status: 304, headers: { ETag } } as const;
  return { status: 200, headers: { ETag }, body: item } as const;
}

/** 412, with the current version. */
export function preconditionFailed(noun: string, item: Versioned) {
  const detail = `The ${noun} is now at version ${entityTag(item)}, so the precondition failed.`;
  return {
    status: 412,
    problem: { type: 'urn:problem-type:task-manager-api:precondition-failed', detail },
  } as const;
}

/** 422 for a cursor that was altered or belongs to a different query. */
export function invalidCursor() {
  return {
    status: 422,
    problem: {
      type: 'urn:problem-type:task-manager-api:invalid-cursor',
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

/** 503 for a list that was stopped or refused. `filters` are those that no index serves when it is sorted by `sort`. */
export function queryTooExpensive(reason: ReadStopped['reason'], filters: readonly string[], sort: string) {
  const cause =
    reason === 'deadline'
      ? 'The list took too long and was stopped.'
      : 'Too many of your expensive lists are in progress.';
  const served = `No index serves ${listOf(filters)} sorted by ${sort}.`;
  return {
    status: 503,
    headers: { 'Retry-After': 5 },
    problem: {
      type: 'urn:problem-type:task-manager-api:query-too-expensive',
      detail: `${cause} ${served} Use fewer or more selective filters, or another order.`,
    },
  } as const;
}

/** Formats a list: `a`, `a and b`, or `a, b and c`. */
function listOf(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names);
}

/** 201 with an item and its location, relative to the collection's URL. */
export function created<Item extends Versioned>(path: string, item: Item) {
  const headers = { Location: `${path.slice(path.lastIndexOf('/') + 1)}/${item.id}`, ETag: entityTag(item) };
  return { status: 201, headers, body: item } as const;
}

/** 404, both for an unknown id and for another owner's item. */
export function notFound<NotFound extends string>(
  { noun, notFound: type }: ResourceNames<NotFound>,
  id: string,
) {
  return { status: 404, problem: { type, detail: `You have no ${noun} with the id ${id}.` } } as const;
}

/** Describes a limit, for example `1000 tasks`. */
export function describeQuota(noun: string, { quota, max }: QuotaExceeded): string {
  const units = { items: `${noun}s`, bytes: 'bytes', keys: 'idempotency keys', webhooks: 'webhooks' };
  return `${max} ${units[quota]}`;
}

/** 409 for a write beyond one of the owner's quotas. */
export function quotaExceeded(noun: string, { quota, max }: QuotaExceeded) {
  const details = {
    items: `You have reached the limit of ${max} ${noun}s. Delete ${noun}s before you create more.`,
    bytes: `Your ${noun}s have reached the limit of ${max} bytes. Delete or shorten ${noun}s before you add more.`,
    webhooks: `You have reached the limit of ${max} webhooks. Delete webhooks before you create more.`,
    keys: `You have reached the limit of ${max} idempotency keys. A key expires after 24 hours.`,
  };
  return {
    status: 409,
    problem: { type: 'urn:problem-type:task-manager-api:quota-exceeded', detail: details[quota] },
  } as const;
}
