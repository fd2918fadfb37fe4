import type { Problem, RequestFault } from './types.ts';

/**
 * Takes a problem; gives its faults by place, for a form: under a JSON Pointer such as `/title` when they are in the
 * body, under the parameter's name otherwise. A problem without faults gives an empty map.
 */
export function faultsByField(problem: Problem): Map<string, RequestFault[]> {
  const faults = new Map<string, RequestFault[]>();
  if (!('errors' in problem)) return faults;
  for (const fault of problem.errors) {
    const field = fault.pointer ?? fault.name ?? '';
    faults.set(field, [...(faults.get(field) ?? []), fault]);
  }
  return faults;
}
