import type { Problem, ValidationError } from './types.ts';

/**
 * Groups the validation errors of a problem by form field. The key is a JSON Pointer such as `/title` for an error in
 * the body, and the name of the parameter otherwise. For a problem without validation errors, the map is empty.
 */
export function validationErrorsByField(problem: Problem): Map<string, ValidationError[]> {
  const byField = new Map<string, ValidationError[]>();
  if (!('errors' in problem)) return byField;
  for (const error of problem.errors) {
    const field = error.pointer ?? error.name ?? '';
    byField.set(field, [...(byField.get(field) ?? []), error]);
  }
  return byField;
}
