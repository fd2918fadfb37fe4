// The framing of a request, as RFC 9112 defines it. Node's parser is more lenient. These checks reject what the parser
// accepts, before anything else reads the headers.
import type { RequestHandler } from 'express';
import { ProblemError } from './problem.ts';
import type { PipelineProblemType } from './problem.ts';

/**
 * Rejects an invalid version, Host or framing and repeated credentials with a 400 problem, and unknown transfer codings
 * with a 501 problem (section 6.1). Runs before the guard, which reads these headers.
 */
export const checkFraming: RequestHandler = ({ httpVersion, headers, rawHeaders }, _response, next) => {
  const coding = headers['transfer-encoding'];
  const detail = findError(httpVersion, headers.host, coding, rawHeaders);
  if (detail !== undefined) next(rejection('malformed-request', detail));
  else if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    next(rejection('not-implemented', 'Unsupported Transfer-Encoding. Use chunked.'));
  else next();
};

/** Closes the connection, because it is uncertain where the next request starts (RFC 9112, section 6.3). */
function rejection(name: 'malformed-request' | 'not-implemented', detail: string): ProblemError {
  const type: PipelineProblemType = `urn:problem-type:task-manager-api:${name}`;
  return new ProblemError({ type, detail }, { Connection: 'close' });
}

/** A name, an IPv4 address or an IPv6 address in brackets, and a port (RFC 9110, section 7.2). */
const validHost = /^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/i;

/** The end of a body is known only if `chunked` is the last transfer coding (RFC 9112, section 6.3). */
const endsChunked = /(?:^|[ \t,])chunked$/i;

/** Returns the detail of the first error (RFC 9112, sections 2.3, 3.2, 6.1 and 6.3; RFC 9110, section 5.3). */
function findError(
  httpVersion: string,
  host: string | undefined,
  coding: string | undefined,
  rawHeaders: readonly string[],
): string | undefined {
  const hosts = countHeader('host', rawHeaders);
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 'Invalid HTTP/1.1 request.';
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1'))
    return 'An HTTP/1.1 request must have exactly one Host header.';
  if (!validHost.test(host ?? '')) return 'The Host header is invalid.';
  if (countHeader('authorization', rawHeaders) > 1) return 'The Authorization header must not be repeated.';
  if (countHeader('content-type', rawHeaders) > 1) return 'The Content-Type header must not be repeated.';
  if (coding !== undefined && httpVersion === '1.0')
    return 'An HTTP/1.0 request must not have a Transfer-Encoding header.';
  if (coding !== undefined && !endsChunked.test(coding)) return 'The last transfer coding must be chunked.';
  return undefined;
}

/** Counts the occurrences of a header. Node's `headers` contain only the first one. */
function countHeader(lowerCaseName: string, rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) count += 1;
  }
  return count;
}
