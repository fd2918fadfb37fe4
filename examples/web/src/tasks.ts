// The tasks in the cache of TanStack Query: lists, changes that show immediately, and live updates.
import * as query from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { changeTask, createTaskOnce, etagOf, restoreTask, unwrap, watchTasks } from 'task-manager-client';
import type { CreateTask, Task, TaskPage, TaskQuery, UpdateTask } from 'task-manager-client';
import { tasksInfiniteOptions } from 'task-manager-client/query';
import { client } from './client.ts';

export const useTaskList = (filter: TaskQuery) =>
  query.useInfiniteQuery({
    ...tasksInfiniteOptions(client, filter),
    placeholderData: query.keepPreviousData,
  });

export function useCreate() {
  const queries = query.useQueryClient();
  return query.useMutation({
    mutationFn: async (task: CreateTask) => unwrap(await createTaskOnce(client, task)),
    onSettled: () => refresh(queries, 1),
  });
}

/** Sets the status, even if other fields of the task have changed. */
export const useSetStatus = () =>
  useChange<{ task: Task; status: Task['status'] }>(
    async ({ task, status }) => unwrap(await changeTask(client, task.id, () => ({ status }))),
    ({ task, status }) => ({ ...task, status }),
  );

/** Changes fields, unless the task has changed since the user saw it. */
export const useEdit = () =>
  useChange<{ task: Task; update: UpdateTask }>(
    async ({ task, update }) =>
      unwrap(await client.PATCH('/tasks/{taskId}', { params: onlyIfUnchanged(task), body: update })),
    ({ task, update }) => ({ ...task, ...update, tags: update.tags ?? task.tags }),
  );

/** Deletes a task, unless it has changed since the user saw it. */
export const useDelete = () =>
  useChange<{ task: Task }>(
    async ({ task }) => unwrap(await client.DELETE('/tasks/{taskId}', { params: onlyIfUnchanged(task) })),
    () => undefined,
  );

export const useRestore = () =>
  useChange<{ task: Task }>(
    async ({ task }) => unwrap(await restoreTask(client, task.id)),
    (restored) => restored.task,
  );

const onlyIfUnchanged = (task: Task) => ({ path: { taskId: task.id }, header: { 'If-Match': etagOf(task) } });

type Pages = query.InfiniteData<TaskPage>;

/**
 * Returns a change that the lists show immediately, before the service confirms it. If it fails, they show the task as it
 * was. A `preview` of undefined removes the task.
 */
function useChange<Input extends { task: Task }>(
  send: (input: Input) => Promise<unknown>,
  preview: (input: Input) => Task | undefined,
) {
  const queries = query.useQueryClient();
  const lists = { queryKey: ['tasks'] };
  return query.useMutation({
    mutationFn: send,
    async onMutate(input) {
      // Otherwise, a list response that is still on its way would overwrite the optimistic update.
      await queries.cancelQueries(lists);
      const before = queries.getQueriesData<Pages>(lists);
      const show = (task: Task) => (task.id === input.task.id ? (preview(input) ?? []) : task);
      const shown = (page: TaskPage) => ({ ...page, items: page.items.flatMap(show) });
      queries.setQueriesData<Pages>(lists, (data) => data && { ...data, pages: data.pages.map(shown) });
      return before;
    },
    onError: (_error, _input, before = []) =>
      before.forEach(([key, data]) => queries.setQueryData(key, data)),
    onSettled: () => refresh(queries, 1),
  });
}

/** Returns whether a change to this task is in progress. Its version is unknown until the change completes. */
export const useIsChanging = ({ id }: Task): boolean =>
  query.useIsMutating({ predicate: ({ state }) => (state.variables as { task?: Task }).task?.id === id }) > 0;

/** Reads the lists again, unless other changes are in progress: the last change to finish does it. */
async function refresh(queries: query.QueryClient, changesInProgress: number): Promise<void> {
  if (queries.isMutating() <= changesInProgress) await queries.invalidateQueries();
}

export const useOnline = (): boolean =>
  useSyncExternalStore(query.onlineManager.subscribe, () => query.onlineManager.isOnline());

/** Reads the lists again when another page, program or user changes a task. */
export function useLiveUpdates(onError: (error: unknown) => void): void {
  const queries = query.useQueryClient();
  const isOnline = useOnline();
  const since = useRef<string>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    const watch = async () => {
      const options = { since: since.current, signal: controller.signal };
      for await (const { startsOver, cursor, hasMore } of watchTasks(client, options)) {
        since.current = cursor;
        if (!startsOver && !hasMore) await refresh(queries, 0);
      }
    };
    if (isOnline) watch().catch(onError);
    return () => controller.abort();
  }, [queries, isOnline, onError]);
}
