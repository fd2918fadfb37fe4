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

/** A longer media type is cut in the detail of a 415. */
const maxQuotedLength = 100;

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
  const supported = taken.join(' or ');
  const detail =
    header === undefined
      ? `Missing Content-Type. Use ${supported}.`
      : type === undefined
        ? `Malformed Content-Type. Use ${supported}.`
        : !taken.includes(type.essence)
          ? `Unsupported Content-Type: ${type.essence.slice(0, maxQuotedLength)}. Use ${supported}.`
          : charset.toLowerCase() !== 'utf-8'
            ? 'Unsupported charset. Use UTF-8.'
            : encoding.toLowerCase() !== 'identity'
              ? 'Unsupported Content-Encoding. Send the body uncompressed.'
              : undefined;
  if (detail === undefined) return type?.essence;
  throw new ProblemError(
    { type: '/docs/problems#unsupported-media-type', detail },
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
      if (!isUtf8(bytes)) throw malformed('The body is not valid UTF-8.');
      // The parser would take nothing at all (chunks may hold nothing, or a byte order mark) for an empty object.
      if (bytes.length === 0 || byteOrderMark.equals(bytes)) throw malformed('The body is empty.');
    },
  });
}

function malformed(detail: string, cause?: unknown): ProblemError {
  return new ProblemError({ type: '/docs/problems#malformed-request', detail }, {}, cause);
}

function tooLarge(limit: number): ProblemError {
  return new ProblemError({
    type: '/docs/problems#content-too-large',
    detail: `The body must not exceed ${limit} bytes.`,
  });
}

/** What body-parser reports, as a problem; anything else as it is. */
function bodyProblem(error: unknown): unknown {
  if (!(error instanceof Error) || !('type' in error)) return error;
  switch (error.type) {
    case 'entity.verify.failed':
      return malformed(error.message);
    case 'entity.parse.failed':
      // Its own message quotes the body, which belongs neither into an answer nor into the log.
      return malformed('The body is not valid JSON.');
    case 'request.size.invalid':
    case 'request.aborted':
      return malformed('The length of the body does not match Content-Length.', error);
    case 'entity.too.large':
      return tooLarge('limit' in error ? Number(error.limit) : 0);
    default:
      return error;
  }
}
