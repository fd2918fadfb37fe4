import type { TaskClient } from './client.ts';
import type { Task, TaskQuery } from './types.ts';
import { unwrap } from './unwrap.ts';

/** How to walk a list. */
export interface AllTasksOptions {
  /** Ends the walk, and the request under way, with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Takes a client and a query; gives every task that matches, and asks for a page only when it is needed.
 * Throws a TaskApiError when a page is refused, and an Error when the pages go round in a circle.
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
    // A mock without a memory answers the first page each time. Better to say so than never to end.
    if (nextCursor === page.cursor)
      throw new Error('The list goes round in a circle: a page names itself as the next.');
    page = { ...query, cursor: nextCursor };
  }
}
