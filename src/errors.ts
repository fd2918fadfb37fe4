// The end of the pipeline: whatever was thrown becomes a problem. What the client may know goes into the answer,
// everything else only into the log, under the same request id.
import type { ErrorRequestHandler, Request } from 'express';
import { DatabaseUnavailable } from './database/errors.ts';
import { ProblemError, sendProblem } from './http/problem.ts';
import type { MakeProblem } from './http/problem.ts';
import { describeError } from './observability/logger.ts';
import type { Logger } from './observability/logger.ts';

/** Answers errors. What is no problem yet is a defect, and a 500 that says nothing of it. */
export function answerErrors(makeProblem: MakeProblem, logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const { details, headers, cause } = asProblem(error);
    const problem = makeProblem(details, request.requestId);
    if (problem.status >= 500) logger.error(problem.title, logged(request, cause ?? error));
    else if (cause !== undefined) logger.debug(problem.title, logged(request, cause));
    // The answer has begun, so no other can be given: an end before its time tells the client that it is not whole.
    if (response.headersSent) response.destroy();
    else sendProblem(problem, headers, response);
  };
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof DatabaseUnavailable) {
    return new ProblemError(
      { type: '/docs/problems#service-unavailable', detail: `${error.message}.` },
      { 'Retry-After': String(error.retryAfterSeconds) },
      error,
    );
  }
  const detail = 'An unexpected error occurred. Report the requestId if it happens again.';
  return new ProblemError({ type: '/docs/problems#internal-error', detail }, {}, error);
}

function logged(request: Request, error: unknown): Record<string, unknown> {
  return { requestId: request.requestId, operationId: request.operation?.id, error: describeError(error) };
}
