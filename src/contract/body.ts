// Reads the body of an operation that has one: 415, 413 and 400 come from here. Which media types are taken and
// how large a body may be, the contract says.
import { isUtf8 } from 'node:buffer';
import { MIMEType } from 'node:util';
import express from 'express';
import type { Request, RequestHandler } from 'express';
import { largestJson } from './body-limit.ts';
import type { Contract, Operation } from './document.ts';
import { ProblemError } from './problem.ts';
import { operationOf } from './routing.ts';

/**
 * Parses the body into `request.body` (undefined when there is none) and leaves exactly one of the contract's
 * media types in `Content-Type`, or no such header: express-openapi-validator keeps a compiled validator for each
 * value that it sees, so a client must not be able to choose it.
 */
export function readBody(contract: Contract): RequestHandler {
  const parsers = new Map(
    contract.operations
      .filter(({ requestBodies }) => requestBodies.size > 0)
      .map((operation) => {
        const limit = largestBody(contract, operation);
        return [operation.id, { limit, parse: jsonParser(limit) }];
      }),
  );
  return (request, response, next) => {
    const operation = operationOf(request);
    const parser = parsers.get(operation.id);
    const mediaType = parser && checkedMediaType(request, operation);
    if (mediaType !== undefined) request.headers['content-type'] = mediaType;
    else if (request.headers['content-type'] !== undefined) delete request.headers['content-type'];
    if (parser === undefined || !hasBody(request)) {
      request.body = undefined;
      next();
      return;
    }
    // The parser would wait for the end of a body that it does not take.
    if (Number(request.headers['content-length'] ?? 0) > parser.limit) throw tooLarge(parser.limit);
    parser.parse(request, response, (error?: unknown) => {
      if (error === undefined) next();
      else next(bodyProblem(error));
    });
  };
}

/** The most bytes that a valid body of the operation can have, on a whole KiB. */
export function largestBody(contract: Contract, operation: Operation): number {
  const sizes = [...operation.requestBodies.values()].map((schema) => largestJson(contract.document, schema));
  return Math.ceil(Math.max(...sizes) / 1024) * 1024;
}

const byteOrderMark = Buffer.from('\uFEFF');

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The contract's media type that the request has. Throws a 415 problem when a body has another, or none. */
function checkedMediaType(request: Request, operation: Operation): string | undefined {
  const taken = [...operation.requestBodies.keys()];
  const header = request.headers['content-type'];
  // Without a body the fault is that it is missing, which the contract's `required` says: a 422.
  if (!hasBody(request)) return taken[0];
  const type = header === undefined ? undefined : parseMediaType(header);
  const charset = type?.params.get('charset') ?? 'utf-8';
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const fault =
    header === undefined
      ? 'The body has no Content-Type.'
      : type === undefined || !taken.includes(type.essence)
        ? 'The Content-Type is another.'
        : charset.toLowerCase() !== 'utf-8'
          ? 'The charset has to be UTF-8.'
          : encoding.toLowerCase() !== 'identity'
            ? 'The body may not be compressed.'
            : undefined;
  if (fault === undefined) return type?.essence;
  throw new ProblemError(
    {
      type: '/docs/problems#unsupported-media-type',
      detail: `This operation takes ${taken.join(' or ')}. ${fault}`,
    },
    { [operation.method === 'PATCH' ? 'Accept-Patch' : 'Accept']: taken.join(', ') },
  );
}

function parseMediaType(header: string): MIMEType | undefined {
  try {
    return new MIMEType(header);
  } catch {
    return undefined;
  }
}

function jsonParser(limit: number): RequestHandler {
  return express.json({
    type: () => true,
    limit,
    strict: false,
    inflate: false,
    verify: (_request, _response, bytes) => {
      // The parser would put U+FFFD in the place of what is not UTF-8, and store what nobody sent.
      if (!isUtf8(bytes)) throw unreadable('The body is not UTF-8.');
      // The parser would take nothing at all (chunks may hold nothing, or a byte order mark) for an empty object.
      if (bytes.length === 0 || byteOrderMark.equals(bytes)) throw unreadable('The body is empty.');
    },
  });
}

function unreadable(detail: string, cause?: unknown): ProblemError {
  return new ProblemError({ type: '/docs/problems#unreadable-request', detail }, {}, cause);
}

function tooLarge(limit: number): ProblemError {
  return new ProblemError({
    type: '/docs/problems#content-too-large',
    detail: `The body may have at most ${limit} bytes.`,
  });
}

/** What body-parser reports, as a problem; anything else as it is. */
function bodyProblem(error: unknown): unknown {
  if (!(error instanceof Error) || !('type' in error)) return error;
  switch (error.type) {
    case 'entity.verify.failed':
      return unreadable(error.message);
    case 'entity.parse.failed':
      // Its own message quotes the body, which belongs neither into an answer nor into the log.
      return unreadable('The body is not JSON. Check it with a JSON parser.');
    case 'request.size.invalid':
    case 'request.aborted':
      return unreadable('The body does not have the length that Content-Length says.', error);
    case 'entity.too.large':
      return tooLarge('limit' in error ? Number(error.limit) : 0);
    default:
      return error;
  }
}
