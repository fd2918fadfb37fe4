// Reads request bodies, and sends 415, 413 and 400. The contract defines the media types and limits the size.
import { isUtf8 } from 'node:buffer';
import { MIMEType } from 'node:util';
import express from 'express';
import type { Request, RequestHandler } from 'express';
import { continueBody } from '../http/parser-errors.ts';
import { ProblemError } from '../http/problem.ts';
import { maxJsonBytes } from './body-limit.ts';
import { jsonErrorOffset, lineAndColumn } from './json-error.ts';
import type { Operation } from './operation.ts';
import type { JsonObject } from './reference.ts';
import { operationOf } from './routing.ts';

interface Contract {
  readonly document: JsonObject;
  readonly operations: readonly Operation[];
}

/**
 * Parses the body into `request.body`, which is undefined if the request has no body, and sets `request.mediaType`.
 * Throws if the contract does not limit the size of a body.
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
    request.cost.pause();
    parser.parse(request, response, (error?: unknown) => {
      request.cost.resume();
      if (error === undefined) next();
      else next(bodyProblem(error));
    });
  };
}

/**
 * Returns the maximum size of a request body in bytes: the maximum that the schema allows, rounded up to a whole KiB,
 * or `x-max-body-bytes` if that is lower.
 */
export function maxBodyBytes(
  { document }: Pick<Contract, 'document'>,
  { method, path, requestBodies, maxBodyBytes: limit = Infinity }: Operation,
): number {
  const sizes = [...requestBodies].map(([type, schema]) =>
    maxJsonBytes(document, schema, `${method} ${path}: the ${type} body`),
  );
  return Math.min(limit, Math.ceil(Math.max(...sizes) / 1024) * 1024);
}

/** Returns an error for each body whose size the contract does not limit, for the static checks. */
export function bodyLimitErrors(contract: Contract): string[] {
  return contract.operations
    .filter(({ requestBodies }) => requestBodies.size > 0)
    .flatMap((operation) => {
      try {
        maxBodyBytes(contract, operation);
        return [];
      } catch (error) {
        return [error instanceof Error ? error.message : String(error)];
      }
    });
}

/** The maximum number of characters of a header value that the detail of a 415 problem quotes. */
const maxQuotedLength = 100;

const byteOrderMark = Buffer.from('\uFEFF');

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Returns the media type of the request body. Throws a 415 problem if the contract does not allow it, or if the body is
 * compressed.
 */
function checkedMediaType(request: Request, operation: Operation): string | undefined {
  const taken = [...operation.requestBodies.keys()];
  // A missing body is a validation error (422) where the contract requires one.
  if (!hasBody(request)) return taken[0];
  const accept = { [operation.method === 'PATCH' ? 'Accept-Patch' : 'Accept']: taken.join(', ') };
  const header = request.headers['content-type'];
  const type = header === undefined ? undefined : parseMediaType(header);
  const typeDetail = mediaTypeError(header, type, taken);
  if (typeDetail !== undefined) throw unsupported(typeDetail, accept);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    // Without `Accept-Encoding`, a client cannot distinguish an unsupported coding from an unsupported media type (RFC
    // 9110, section 12.5.3).
    throw unsupported(`Unsupported Content-Encoding: ${quoted(encoding)}. Send the body uncompressed.`, {
      ...accept,
      'Accept-Encoding': 'identity',
    });
  }
  return type?.essence;
}

function mediaTypeError(
  header: string | undefined,
  type: MIMEType | undefined,
  taken: readonly string[],
): string | undefined {
  const supported = taken.join(' or ');
  if (header === undefined) return `Missing Content-Type. Use ${supported}.`;
  if (type === undefined) return `Malformed Content-Type: ${quoted(header)}. Use ${supported}.`;
  if (!taken.includes(type.essence))
    return `Unsupported Content-Type: ${quoted(type.essence)}. Use ${supported}.`;
  const charset = type.params.get('charset') ?? 'utf-8';
  if (charset.toLowerCase() !== 'utf-8') return `Unsupported charset: ${quoted(charset)}. Use UTF-8.`;
  return undefined;
}

function unsupported(detail: string, headers: Readonly<Record<string, string>>): ProblemError {
  return new ProblemError(
    { type: 'urn:problem-type:task-manager-api:unsupported-media-type', detail },
    headers,
  );
}

/**
 * Prepares a header value for the detail of a problem: truncates it, and replaces characters that a detail must not
 * contain.
 */
function quoted(value: string): string {
  return value.slice(0, maxQuotedLength).replaceAll(/[^ -~]/g, '?');
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
    verify: (request, _response, bytes) => {
      // The body has arrived. From here on, the time to parse it counts toward the cost of the request.
      (request as Request).cost.resume();
      // body-parser would replace invalid UTF-8 with U+FFFD, so the service would store text that the client never
      // sent.
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

function location(body: string): string {
  const { line, column } = lineAndColumn(body, jsonErrorOffset(body));
  return ` (line ${line}, column ${column})`;
}

/** Turns an error of body-parser into a problem. Returns any other error unchanged. */
function bodyProblem(error: unknown): unknown {
  if (!(error instanceof Error) || !('type' in error)) return error;
  switch (error.type) {
    case 'entity.verify.failed':
      return malformed(error.message);
    case 'entity.parse.failed':
      // The parser's message quotes the body, which must not appear in the response or the log.
      return malformed(`The body is not valid JSON${'body' in error ? location(String(error.body)) : ''}.`);
    case 'request.size.invalid':
    case 'request.aborted':
      return malformed('The length of the body does not match Content-Length.', error);
    case 'entity.too.large':
      return tooLarge('limit' in error ? Number(error.limit) : 0);
    default:
      return error;
  }
}
