// The request target as this service reads it: percent encodings have to be UTF-8, and a query is a list of names
// and values in the form encoding, nothing nested.
import type { RequestHandler } from 'express';
import { ProblemError } from './problem.ts';

/** Throws a 400 problem when the URL has a percent encoding that is broken or not UTF-8, or there is no Host. */
export const checkRequestTarget: RequestHandler = (request, _response, next) => {
  const fault =
    request.httpVersion === '1.1' && request.headers.host === undefined
      ? 'An HTTP/1.1 request has a Host.'
      : isDecodable(request.url)
        ? undefined
        : 'The URL has a percent encoding that is broken or not UTF-8.';
  if (fault === undefined) next();
  else next(new ProblemError({ type: '/docs/problems#unreadable-request', detail: fault }));
};

function isDecodable(url: string): boolean {
  try {
    decodeURI(url);
    return true;
  } catch {
    return false;
  }
}

/** Makes an absolute-form target (RFC 9112, section 3.2.2) the path that the rest of the service expects. */
export function originForm(target: string): string {
  const scheme = /^https?:\/\/[^/?#]*/i.exec(target);
  if (scheme === null) return target;
  const rest = target.slice(scheme[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** Reads a query. A name that comes once has a string, one that is repeated a list in the order it was sent. */
export function readQuery(url: string): Map<string, string | string[]> {
  const query = new Map<string, string | string[]>();
  const start = url.indexOf('?');
  if (start < 0) return query;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    const before = query.get(name);
    if (before === undefined) query.set(name, value);
    else if (typeof before === 'string') query.set(name, [before, value]);
    else before.push(value);
  }
  return query;
}
