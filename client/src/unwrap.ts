import { isProblem } from './problem.ts';
import type { Problem } from './types.ts';

/** An answer that is no success, thrown: a class, so that it has a stack and can be told from other errors. */
export class TaskApiError extends Error {
  override readonly name = 'TaskApiError';
  /** The answer itself, for its status and its headers. */
  readonly response: Response;
  /** What the service says is wrong; undefined when something else answered in its place. */
  readonly problem: Problem | undefined;

  constructor(response: Response, error: unknown) {
    const problem = isProblem(error) ? error : undefined;
    super(problem ? `${problem.title}: ${problem.detail}` : `The answer has the status ${response.status}`);
    this.response = response;
    this.problem = problem;
  }
}

/** Takes the answer of a call; gives its data, or throws a TaskApiError for whatever is no success. */
export function unwrap<Data>(answer: Answered<Data>): Data {
  // By the status and not by `error`, which is empty when the answer has no body (a 304, some gateways' 502).
  if (!answer.response.ok) throw new TaskApiError(answer.response, answer.error);
  return answer.data as Data;
}

type Answered<Data> =
  { data: Data; error?: never; response: Response } | { data?: never; error: unknown; response: Response };
