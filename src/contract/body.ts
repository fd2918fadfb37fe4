// Reads request bodies, and sends 415, 413 and 400. The contract defines the media types and bounds the size.
import { isUtf8 } from 'node:buffer';
import { MIMEType } from 'node:util';
import express from 'express';
import type { Request, RequestHandler } from 'express';
import { continueBody } from '../http/parser-errors.ts';
import { ProblemError } from '../http/problem.ts';
import { maxJsonBytes } from './body-limit.ts';
import type { Operation } from './operation.ts';
import type { JsonObject } from './reference.ts';
import { operationOf } from './routing.ts';

interface Contract {
  readonly document: JsonObject;
  readonly operations: readonly Operation[];
}

/**
 * Parses the body into `request.body`, or sets it to undefined without a body, and sets `request.mediaType`. Throws when the
 * contract does not bound the size of a body.
 */
export function readBody(contract: Contract): RequestHandler {
  const parsers = new Map(
    contract.operations
      .filter(({ requestBodies }) => requestBodies.size > 0)
      .map((operation) => {
        const maxBytes = maxBodyBytes(contract, operation);
        return [operation.id, { maxBytes, parse: jsonParser(maxBytes) }];
      }),
  );
  return (request, response, next) => {
    const operation = operationOf(request);
    const parser = parsers.get(operation.id);
    request.mediaType = parser && checkedMediaType(request, operation);
    if (parser === undefined || !hasBody(request)) {
      request.body = undefined;
      next();
      return;
    }
    // body-parser would read an oversized body to its end before rejecting it.
    if (Number(request.headers['content-length'] ?? 0) > parser.maxBytes) throw tooLarge(parser.maxBytes);
    continueBody(request, response);
    parser.parse(request, response, (error?: unknown) => {
      if (error === undefined) next();
      else next(bodyProblem(error));
    });
  };
}

/** The maximum size of a valid body of the operation, rounded up to a whole KiB. */
export function maxBodyBytes(
  { document }: Pick<Contract, 'document'>,
  { method, path, requestBodies }: Operation,
): number {
  const sizes = [...requestBodies].map(([type, schema]) =>
    maxJsonBytes(document, schema, `${method} ${path}: the ${type} body`),
  );
  return Math.ceil(Math.max(...sizes) / 1024) * 1024;
}

/** A longer media type is cut in the detail of a 415. */
const maxQuotedLength = 100;

const byteOrderMark = Buffer.from('\uFEFF');

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The contract's media type of the request's body. Throws a 415 problem for any other. */
function checkedMediaType(request: Request, operation: Operation): string | undefined {
  const taken = [...operation.requestBodies.keys()];
  const header = request.headers['content-type'];
  // A missing body is a validation error (422) where the contract requires one.
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
    { type: 'urn:problem-type:task-manager-api:unsupported-media-type', detail },
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
      // body-parser would replace invalid UTF-8 with U+FFFD, and the service would store what the client never sent.
      if (!isUtf8(bytes)) throw malformed('The body is not valid UTF-8.');
      // body-parser would read an empty body (chunked, or only a byte order mark) as an empty object.
      if (bytes.length === 0 || byteOrderMark.equals(bytes)) throw malformed('The body is empty.');
    },
  });
}

function malformed(detail: string, cause?: unknown): ProblemError {
  return new ProblemError({ type: 'urn:problem-type:task-manager-api:malformed-request', detail }, {}, cause);
}

function tooLarge(maxBytes: number): ProblemError {
  return new ProblemError({
    type: 'urn:problem-type:task-manager-api:content-too-large',
    detail: `The body must not exceed ${maxBytes} bytes.`,
  });
}

/** Turns an error of body-parser into a problem. Returns any other error unchanged. */
function bodyProblem(error: unknown): unknown {
  if (!(error instanceof Error) || !('type' in error)) return error;
  switch (error.type) {
    case 'entity.verify.failed':
      return malformed(error.message);
    case 'entity.parse.failed':
      // Its own message quotes the body, which must appear neither in the response nor in the log.
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
