import { isProblem } from './problem.ts';
import type { Problem } from './types.ts';

/** Thrown by `unwrap` for an unsuccessful response. */
export class TaskApiError extends Error {
  override readonly name = 'TaskApiError';
  /** The response, with its status and headers. */
  readonly response: Response;
  /** The problem details, undefined if something other than the service responded. */
  readonly problem: Problem | undefined;

  constructor(response: Response, error: unknown) {
    const problem = isProblem(error) ? error : undefined;
    super(problem ? `${problem.title}: ${problem.detail}` : `The response has status ${response.status}`);
    this.response = response;
    this.problem = problem;
  }
}

/** Returns the data of a result. Throws a TaskApiError if the response is unsuccessful. */
export function unwrap<Data>(result: UnwrappableResult<Data>): Data {
  // Checks the status because `error` is empty for a response without a body (a 304, or a 502 of some gateways).
  if (!result.response.ok) throw new TaskApiError(result.response, result.error);
  return result.data as Data;
}

type UnwrappableResult<Data> =
  { data: Data; error?: never; response: Response } | { data?: never; error: unknown; response: Response };
