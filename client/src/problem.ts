import type { Problem } from './types.ts';

/**
 * Returns whether an error body is a problem of the service, and not, for example, the error page of a gateway.
 * A newer service may return problem types that this version does not know: add a `default` to a `switch` over `type`.
 */
export function isProblem(error: unknown): error is Problem {
  if (typeof error !== 'object' || error === null) return false;
  const { type, title, status, detail, requestId } = error as Partial<Record<keyof Problem, unknown>>;
  return (
    typeof type === 'string' &&
    typeof title === 'string' &&
    typeof status === 'number' &&
    typeof detail === 'string' &&
    typeof requestId === 'string'
  );
}
