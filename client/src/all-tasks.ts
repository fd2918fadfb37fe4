import type { TaskClient } from './client.ts';
import type { Task, TaskQuery } from './types.ts';
import { unwrap } from './unwrap.ts';

/** Options of `allTasks`. */
export interface AllTasksOptions {
  /** Cancels the iteration and the pending request. */
  signal?: AbortSignal | undefined;
}

/**
 * Iterates over all tasks that match a query, and yields each task once. Requests each page only when it is needed.
 *
 * A task that changes during the iteration can move behind the cursor, for example with `sort: 'updated'`. The iteration
 * skips a task that it reaches again. It ends at the end of the list, or when it has skipped more tasks in a row than it
 * has yielded. A loop can therefore change every task, and reads the list at most twice. The ids of the yielded tasks
 * are kept in memory.
 *
 * @example
 * for await (const task of allTasks(client, { status: ['pending'], limit: 100 })) console.log(task.title);
 *
 * @throws TaskApiError if a request fails, Error if a page refers to itself as the next page.
 */
export async function* allTasks(
  client: TaskClient,
  query: TaskQuery = {},
  { signal }: AllTasksOptions = {},
): AsyncGenerator<Task, void, undefined> {
  const yielded = new Set<string>();
  let skippedInARow = 0;
  let page = query;

  for (;;) {
    const { items, nextCursor } = unwrap(
      await client.GET('/tasks', { params: { query: page }, ...(signal && { signal }) }),
    );
    for (const task of items) {
      if (yielded.has(task.id)) {
        skippedInARow++;
        continue;
      }
      skippedInARow = 0;
      yielded.add(task.id);
      yield task;
    }
    // Other clients may change the tasks faster than the pages are read.
    if (nextCursor === null || skippedInARow > yielded.size) return;
    // A stateless mock returns its first page for every cursor.
    if (nextCursor === page.cursor) throw new Error('Pagination does not end: nextCursor equals cursor.');
    page = { ...query, cursor: nextCursor };
  }
}
