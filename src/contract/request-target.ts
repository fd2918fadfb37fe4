// The request target as this service reads it: percent encodings have to be UTF-8, and a query is a list of names
// and values in the form encoding, nothing nested.
import type { Request, RequestHandler } from 'express';
import { ProblemError } from './problem.ts';

/** Throws a 400 problem when the request line or its Host is not as HTTP/1.1 has it, or the URL cannot be decoded. */
export const checkRequestTarget: RequestHandler = (request, _response, next) => {
  const detail = faultOf(request);
  if (detail === undefined) next();
  else next(new ProblemError({ type: '/docs/problems#malformed-request', detail }));
};

/** What Node's parser lets pass, and RFC 9112 does not (sections 2.3, 3.2 and 3.2.1). */
function faultOf({ httpVersion, rawHeaders, url }: Request): string | undefined {
  const hosts = countOf('host', rawHeaders);
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 'Invalid HTTP/1.1 request.';
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1'))
    return 'An HTTP/1.1 request must have exactly one Host header.';
  if (url.includes('#')) return 'The URL must not contain a fragment.';
  return isDecodable(url) ? undefined : 'The URL contains invalid percent-encoding or invalid UTF-8.';
}

/** How often a field comes. Of two, Node's `headers` have the first alone. */
function countOf(field: string, rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === field.length && name.toLowerCase() === field) count += 1;
  }
  return count;
}

function isDecodable(url: string): boolean {
  if (!url.includes('%')) return true;
  try {
    decodeURI(url);
    return true;
  } catch {
    return false;
  }
}

/** Makes an absolute-form target (RFC 9112, section 3.2.2) the path that the rest of the service expects. */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const scheme = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(target);
  if (scheme === null) return target;
  const rest = target.slice(scheme[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** Reads a query. A name that comes once has a string, one that is repeated a list in the order it was sent. */
export function readQuery(url: string): Map<string, string | string[]> {
  const query = new Map<string, string | string[]>();
  const start = url.indexOf('?');
  if (start < 0) return query;
  // With its question mark: of two, URLSearchParams would take the second for the first.
  for (const [name, value] of new URLSearchParams(url.slice(start))) {
    const before = query.get(name);
    if (before === undefined) query.set(name, value);
    else if (typeof before === 'string') query.set(name, [before, value]);
    else before.push(value);
  }
  return query;
}
