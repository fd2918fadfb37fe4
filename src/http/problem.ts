// Problem details (RFC 9457). A problem has a public part for the client (`type`, `detail`, `errors`), and the `cause` of
// the error, which appears only in the log.
import type { Response } from 'express';
import { inUtf8, sendText } from './send.ts';

/** The problems that the pipeline itself sends. The contract must define each of these, and may define more. */
export const pipelineProblemTypes = [
  'urn:problem-type:task-manager-api:malformed-request',
  'urn:problem-type:task-manager-api:unauthorized',
  'urn:problem-type:task-manager-api:insufficient-scope',
  'urn:problem-type:task-manager-api:route-not-found',
  'urn:problem-type:task-manager-api:method-not-allowed',
  'urn:problem-type:task-manager-api:not-acceptable',
  'urn:problem-type:task-manager-api:request-timeout',
  'urn:problem-type:task-manager-api:content-too-large',
  'urn:problem-type:task-manager-api:unsupported-media-type',
  'urn:problem-type:task-manager-api:validation-failed',
  'urn:problem-type:task-manager-api:too-many-requests',
  'urn:problem-type:task-manager-api:headers-too-large',
  'urn:problem-type:task-manager-api:not-implemented',
  'urn:problem-type:task-manager-api:internal-error',
  'urn:problem-type:task-manager-api:service-unavailable',
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
  /** The exhausted policy of a rate limit. */
  readonly policy?: string;
}

/** The body of a problem response. */
export interface Problem extends ProblemDetails {
  readonly title: string;
  readonly status: number;
  readonly requestId: string;
  /** The documentation of the type, relative to the URL of the request. Missing if there is no valid URL. */
  readonly help?: string;
}

/** Thrown anywhere in the pipeline to send a problem. `cause` appears only in the log. */
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

/** The request that a problem responds to. `originalUrl` is unset if the request could not be parsed. */
export interface FailedRequest {
  readonly requestId: string;
  readonly originalUrl?: string;
}

/** Completes problem details with their title, their status, the request id and the link to the documentation. */
export type MakeProblem = (details: ProblemDetails, request: FailedRequest) => Problem;

/** The `Content-Type` of every problem. */
export const problemContentType = inUtf8('application/problem+json');

/** Headers that describe a successful response, and must be removed from a problem. */
const successHeaders = ['ETag', 'Location', 'Link'];

/** Responds with a problem. */
export function sendProblem(
  problem: Problem,
  headers: Readonly<Record<string, string | number | undefined>>,
  response: Response,
): void {
  for (const name of successHeaders) response.removeHeader(name);
  response.statusCode = problem.status;
  response.req.problemType = problem.type;
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  sendText(response, problemContentType, JSON.stringify(problem));
}
