// The target of a request. Percent-encoding must be valid UTF-8. A query is a flat list of names and values in form
// encoding.
import type { RequestHandler } from 'express';
import { ProblemError } from './problem.ts';

/** Rejects an invalid URL with a 400 problem. */
export const checkRequestTarget: RequestHandler = ({ url }, _response, next) => {
  const detail = findError(url);
  if (detail === undefined) next();
  else next(new ProblemError({ type: 'urn:problem-type:task-manager-api:malformed-request', detail }));
};

/** RFC 9112, section 3.2.1: a target has no fragment. */
function findError(url: string): string | undefined {
  if (url.includes('#')) return 'The URL must not contain a fragment.';
  return isDecodable(url) ? undefined : 'The URL contains invalid percent-encoding or invalid UTF-8.';
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

/** Reduces a target in absolute form (RFC 9112, section 3.2.2) to its path and query. */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(target);
  if (origin === null) return target;
  const rest = target.slice(origin[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** Reads a query: a string for a name that occurs once, an array in request order for a name that repeats. */
export function readQuery(url: string): Map<string, string | string[]> {
  const query = new Map<string, string | string[]>();
  const start = url.indexOf('?');
  if (start < 0) return query;
  // URLSearchParams removes the `?` that starts the query. A second `?` belongs to the first name.
  for (const [name, value] of new URLSearchParams(url.slice(start))) {
    const before = query.get(name);
    if (before === undefined) query.set(name, value);
    else if (typeof before === 'string') query.set(name, [before, value]);
    else before.push(value);
  }
  return query;
}
