// The end of the pipeline: turns errors into problems. Details for the client go into the response; the cause goes only
// into the log, with the same request id.
import type { ErrorRequestHandler, Request } from 'express';
import { DatabaseUnavailable } from './database/errors.ts';
import { ProblemError, sendProblem } from './http/problem.ts';
import type { MakeProblem } from './http/problem.ts';
import { describeError } from './observability/logger.ts';
import type { Logger } from './observability/logger.ts';
import { requestFields } from './observability/request-fields.ts';

/**
 * Sends a problem for each error. An unavailable database causes a 503. Any other error that is not a `ProblemError` is
 * a defect: the client gets a 500 that reveals nothing about it.
 */
export function sendErrors(makeProblem: MakeProblem, logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const { details, headers, cause } = asProblem(error);
    const problem = makeProblem(details, request);
    // A 501 is caused by the request, so it is not logged as an error of the service.
    if (problem.status >= 500 && problem.status !== 501)
      logger.error(problem.title, logFields(request, cause ?? error));
    else if (cause !== undefined) logger.debug(problem.title, logFields(request, cause));
    // The response has begun. Closing the connection shows the client that the response is incomplete.
    if (response.headersSent) response.destroy();
    else sendProblem(problem, headers, response);
    request.cost.pause();
  };
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof DatabaseUnavailable) {
    return new ProblemError(
      { type: 'urn:problem-type:task-manager-api:service-unavailable', detail: `${error.message}.` },
      { 'Retry-After': String(error.retryAfterSeconds) },
      error,
    );
  }
  const detail = 'An unexpected error occurred. Report the requestId if it happens again.';
  return new ProblemError({ type: 'urn:problem-type:task-manager-api:internal-error', detail }, {}, error);
}

function logFields(request: Request, error: unknown): Record<string, unknown> {
  return { ...requestFields(request), error: describeError(error) };
}
