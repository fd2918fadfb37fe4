// The request line as RFC 9112 defines it. Node's parser is more lenient: these checks reject what it lets through.
// Percent-encoding must be valid UTF-8. A query is a flat list of names and values in form encoding.
import type { Request, RequestHandler } from 'express';
import { ProblemError } from './problem.ts';

/** Rejects an invalid request line, Host, framing or URL, and repeated credentials, with a 400 problem. */
export const checkRequestTarget: RequestHandler = (request, _response, next) => {
  const detail = findError(request);
  if (detail === undefined) next();
  else next(new ProblemError({ type: 'urn:problem-type:task-manager-api:malformed-request', detail }));
};

/** A name, an IPv4 address or an IPv6 address in brackets, and a port (RFC 9110, section 7.2). */
const validHost = /^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/i;

/** RFC 9112, sections 2.3, 3.2, 3.2.1 and 6.1; RFC 9110, section 5.3. */
function findError({ httpVersion, headers, rawHeaders, url }: Request): string | undefined {
  const hosts = countHeader('host', rawHeaders);
  const coding = headers['transfer-encoding'];
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 'Invalid HTTP/1.1 request.';
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1'))
    return 'An HTTP/1.1 request must have exactly one Host header.';
  if (!validHost.test(headers.host ?? '')) return 'The Host header is invalid.';
  if (countHeader('authorization', rawHeaders) > 1) return 'The Authorization header must not be repeated.';
  if (countHeader('content-type', rawHeaders) > 1) return 'The Content-Type header must not be repeated.';
  if (coding !== undefined && httpVersion === '1.0')
    return 'An HTTP/1.0 request must not have a Transfer-Encoding header.';
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return 'Unsupported Transfer-Encoding. Use chunked.';
  if (url.includes('#')) return 'The URL must not contain a fragment.';
  return isDecodable(url) ? undefined : 'The URL contains invalid percent-encoding or invalid UTF-8.';
}

/** Counts the occurrences of a header. Node's `headers` hold only the first of two. */
function countHeader(lowerCaseName: string, rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) count += 1;
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
  // URLSearchParams strips one leading `?`. Keeping it here preserves a second one, which belongs to the first name.
  for (const [name, value] of new URLSearchParams(url.slice(start))) {
    const before = query.get(name);
    if (before === undefined) query.set(name, value);
    else if (typeof before === 'string') query.set(name, [before, value]);
    else before.push(value);
  }
  return query;
}
