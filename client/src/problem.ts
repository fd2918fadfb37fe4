import type { Problem } from './types.ts';

/**
 * Takes whatever came as an error; tells whether it is a problem of the service rather than, say, a gateway's page.
 * A newer service may know types that this version does not, so a `switch` over `type` wants a `default`.
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
