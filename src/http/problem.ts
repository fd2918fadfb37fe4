// Problem details (RFC 9457). A problem has two sides: what the client may see (`type`, `detail`, `errors`), and the
// `cause` of the error, which only the log may see.
import type { Response } from 'express';
import { inUtf8, sendText } from './send.ts';

/** The problems that the pipeline itself sends. The contract must define each of them; it may define more. */
export const pipelineProblemTypes = [
  '/docs/problems#malformed-request',
  '/docs/problems#unauthorized',
  '/docs/problems#insufficient-scope',
  '/docs/problems#route-not-found',
  '/docs/problems#method-not-allowed',
  '/docs/problems#not-acceptable',
  '/docs/problems#request-timeout',
  '/docs/problems#content-too-large',
  '/docs/problems#unsupported-media-type',
  '/docs/problems#validation-failed',
  '/docs/problems#too-many-requests',
  '/docs/problems#headers-too-large',
  '/docs/problems#internal-error',
  '/docs/problems#service-unavailable',
] as const;
export type PipelineProblemType = (typeof pipelineProblemTypes)[number];

/** One validation error of a request. */
export interface ValidationError {
  readonly location: 'path' | 'query' | 'header' | 'body';
  /** The parameter, unless the error is in the body. */
  readonly name?: string;
  /** A JSON Pointer into the body. */
  readonly pointer?: string;
  readonly code: string;
  readonly detail: string;
}

/** The details of one occurrence. `title` and `status` follow from `type`. */
export interface ProblemDetails<Type extends string = string> {
  readonly type: Type;
  readonly detail: string;
  readonly errors?: readonly ValidationError[];
}

/** The body of a problem response. */
export interface Problem extends ProblemDetails {
  readonly title: string;
  readonly status: number;
  readonly requestId: string;
}

/** Thrown anywhere in the pipeline to send a problem. Only the log shows `cause`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly details: ProblemDetails<PipelineProblemType>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    details: ProblemDetails<PipelineProblemType>,
    headers: Readonly<Record<string, string>> = {},
    cause?: unknown,
  ) {
    super(details.detail, { cause });
    this.details = details;
    this.headers = headers;
  }
}

/** Completes problem details with their title, their status and the request id. */
export type MakeProblem = (details: ProblemDetails, requestId: string) => Problem;

/** The `Content-Type` of every problem. */
export const problemContentType = inUtf8('application/problem+json');

/** Headers that describe a success, and must not survive on a problem. */
const successHeaders = ['ETag', 'Location', 'Link'];

/** Responds with a problem. */
export function sendProblem(
  problem: Problem,
  headers: Readonly<Record<string, string | number | undefined>>,
  response: Response,
): void {
  for (const name of successHeaders) response.removeHeader(name);
  response.statusCode = problem.status;
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  sendText(response, problemContentType, JSON.stringify(problem));
}
