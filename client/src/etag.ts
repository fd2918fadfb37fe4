import type { Task } from './types.ts';

/**
 * Returns the entity tag of a task, including one from a list, for `If-Match` and `If-None-Match`. The tag is derived from
 * the body: a proxy that compresses responses may weaken the `ETag` header to `W/"3"`, which `If-Match` never matches (RFC
 * 9110, section 13.1.1), and a page can read the header only if CORS exposes it.
 *
 * @example
 * await client.DELETE('/tasks/{taskId}', {
 *   params: { path: { taskId: task.id }, header: { 'If-Match': etagOf(task) } },
 * });
 */
export function etagOf({ version }: Pick<Task, 'version'>): string {
  return `"${version}"`;
}
