import type { components } from '../../generated/openapi.ts';
import { isProblem } from './problem.ts';
import type { Problem, Summary, Task, TaskPage } from './types.ts';

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

/**
 * Returns the data of a result.
 *
 * @example
 * const summary = unwrap(await client.GET('/summary'));
 *
 * @throws TaskApiError if the response is unsuccessful.
 */
export function unwrap<R extends AnyResult>(result: R): DataOf<R> {
  // Checks the status because `error` is empty for a response without a body (a 304, or a 502 of some gateways).
  if (!result.response.ok) throw new TaskApiError(result.response, result.error);
  return result.data as DataOf<R>;
}

interface AnyResult {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

// Only the successful member of the union requires `data`. Inferring the type from `data?: never` as well would add
// undefined to it in projects without `exactOptionalPropertyTypes`.
type DataOf<R extends AnyResult> = R extends { readonly data: infer Data } ? Named<Data, NamedTypes> : never;

// openapi-fetch maps the properties of each type, which loses its name. Editors then show all properties instead of the
// name, so this restores the named type.
type NamedTypes = [Task, TaskPage, Summary, Schemas['ChangePage'], Schemas['TrashPage']];
type Named<Data, Types extends unknown[]> = Types extends [infer First, ...infer Rest]
  ? [Data, First] extends [First, Data]
    ? First
    : Named<Data, Rest>
  : Data;
type Schemas = components['schemas'];
