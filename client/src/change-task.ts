// Optimistic concurrency control: `If-Match` rejects the second of two concurrent changes. The client then reads the task
// again and reapplies its change, so that neither change is lost.
import type { TaskClient } from './client.ts';
import { etagOf } from './etag.ts';
import type { Result, Task, UpdateTask } from './types.ts';

/** Options of `changeTask`. */
export interface ChangeTaskOptions {
  /** The maximum number of times that `change` is called, 3 by default. */
  maxAttempts?: number | undefined;
  /** Cancels the pending request. */
  signal?: AbortSignal | undefined;
}

/**
 * Reads a task, calls `change` with it, and sends the fields that `change` returns. Repeats this if the task was changed
 * in the meantime (412), up to `maxAttempts` times. Returns the result of the change, or of the read if that failed.
 *
 * @example
 * await changeTask(client, taskId, (task) => ({ tags: [...task.tags, 'release'] }));
 *
 * @throws The same errors as any call of the client; see `createTaskClient`.
 */
export async function changeTask(
  client: TaskClient,
  taskId: string,
  change: (task: Task) => UpdateTask | Promise<UpdateTask>,
  { maxAttempts = 3, signal }: ChangeTaskOptions = {},
): Promise<Result<'getTask'> | Result<'updateTask'>> {
  const init = signal ? { signal } : {};
  for (let attempt = 1; ; attempt++) {
    const current = await client.GET('/tasks/{taskId}', { params: { path: { taskId } }, ...init });
    if (!current.data) return current;
    const result = await client.PATCH('/tasks/{taskId}', {
      params: { path: { taskId }, header: { 'If-Match': etagOf(current.data) } },
      body: await change(current.data),
      ...init,
    });
    if (attempt >= maxAttempts || result.response.status !== 412) return result;
  }
}
