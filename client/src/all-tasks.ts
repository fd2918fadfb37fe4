import type { TaskClient } from './client.ts';
import type { Task, TaskQuery } from './types.ts';
import { unwrap } from './unwrap.ts';

/** Options of `allTasks`. */
export interface AllTasksOptions {
  /** Cancels the iteration and the pending request. */
  signal?: AbortSignal;
}

/**
 * Iterates over all tasks that match a query. Requests each page only when it is needed.
 *
 * @throws TaskApiError if a request fails, Error if a page refers to itself as the next page.
 */
export async function* allTasks(
  client: TaskClient,
  query: TaskQuery = {},
  options: AllTasksOptions = {},
): AsyncGenerator<Task, void, undefined> {
  let page = query;
  for (;;) {
    const { items, nextCursor } = unwrap(await client.GET('/tasks', { params: { query: page }, ...options }));
    yield* items;
    if (nextCursor === null) return;
    // A stateless mock returns its first page for every cursor.
    if (nextCursor === page.cursor)
      throw new Error('Pagination does not end: nextCursor equals the cursor of the request.');
    page = { ...query, cursor: nextCursor };
  }
}
