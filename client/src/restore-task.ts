import type { TaskClient } from './client.ts';
import type { Result } from './types.ts';

/** Options of `restoreTask`. */
export interface RestoreTaskOptions {
  /** Cancels the pending request. */
  signal?: AbortSignal | undefined;
}

/**
 * Restores a deleted task from the trash. If the task is not deleted, returns it unchanged, so the call can be
 * repeated.
 *
 * @example
 * const task = unwrap(await restoreTask(client, deletedTask.id));
 */
export async function restoreTask(
  client: TaskClient,
  taskId: string,
  { signal }: RestoreTaskOptions = {},
): Promise<Result<'restoreTask'>> {
  return await client.POST('/tasks/{taskId}/restore', {
    params: { path: { taskId } },
    ...(signal && { signal }),
  });
}
