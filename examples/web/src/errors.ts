// The messages that the page shows for errors.
import { TaskApiError, TaskConnectionError, validationErrorsByField } from 'task-manager-client';

/** Returns a sentence for the user. */
export function messageOf(error: unknown): string {
  if (error instanceof TaskConnectionError) return 'The service cannot be reached.';
  if (!(error instanceof TaskApiError)) return String(error);
  return error.problem?.detail ?? `The service is not available (status ${error.response.status}).`;
}

/** Returns a message for each invalid field of a form. An error in `/tags/0` belongs to the field `tags`. */
export function fieldErrors(error: unknown): ReadonlyMap<string, string> {
  if (!(error instanceof TaskApiError) || !error.problem) return new Map();
  const entries = [...validationErrorsByField(error.problem).values()].flat();
  return new Map(entries.map(({ pointer = '', detail }) => [pointer.split('/')[1] ?? '', detail]));
}

/** Returns whether the task has changed since the page read it. */
export const isConflict = (error: unknown) => error instanceof TaskApiError && error.response.status === 412;
