// Options for TanStack Query (5), without importing it: they fit its adapters for React, Vue, Svelte, Solid and
// Angular.
import type { TaskClient } from './client.ts';
import type { TaskPage, TaskQuery } from './types.ts';
import { unwrap } from './unwrap.ts';

/** The part of TanStack Query's context that the query function needs. */
interface PageContext {
  readonly pageParam: string | null;
  readonly signal: AbortSignal;
}

/** Options of an infinite query over the pages of a list. */
export interface TasksInfiniteOptions {
  queryKey: readonly ['tasks', TaskQuery];
  queryFn: (context: PageContext) => Promise<TaskPage>;
  initialPageParam: string | null;
  getNextPageParam: (lastPage: TaskPage, pages: TaskPage[], cursor: string | null) => string | null;
  /** The client retries by itself. */
  retry: false;
}

/**
 * Returns the options of an infinite query over the tasks that match a query. The cursor of each page comes from the
 * previous page. To refresh all lists after a change, invalidate the key `['tasks']`.
 *
 * @example
 * const { data, fetchNextPage } = useInfiniteQuery(tasksInfiniteOptions(client, { status: ['pending'] }));
 * const tasks = data?.pages.flatMap(({ items }) => items);
 */
export function tasksInfiniteOptions(
  client: TaskClient,
  query: Omit<TaskQuery, 'cursor'> = {},
): TasksInfiniteOptions {
  return {
    queryKey: ['tasks', query],
    queryFn: async ({ pageParam, signal }) =>
      unwrap(
        await client.GET('/tasks', {
          params: { query: pageParam === null ? query : { ...query, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null,
    // A stateless mock returns its first page for every cursor.
    getNextPageParam: ({ nextCursor }, _, cursor) => (nextCursor === cursor ? null : nextCursor),
    retry: false,
  };
}
