// Optimistic concurrency control: `If-Match` rejects the second of two concurrent changes. The client then reads the task
// again and reapplies its change, so that neither change is lost.
import type { TaskClient } from './client.ts';
import { TaskConnectionError } from './connection-error.ts';
import { etagOf } from './etag.ts';
import { isUncertain } from './retry.ts';
import type { Result, Task, UpdateTask } from './types.ts';

/** Options of `changeTask`. */
export interface ChangeTaskOptions {
  /** The maximum number of attempts, 3 by default. */
  maxAttempts?: number | undefined;
  /** Cancels the pending request. */
  signal?: AbortSignal | undefined;
}

/**
 * Reads a task, calls `change` with it, and sends the fields that `change` returns. Repeats this if the task was changed
 * in the meantime (412), up to `maxAttempts` times. Returns the result of the change, or of the read if that failed.
 *
 * If the response is lost, it reads the task again. The change was applied if the task has the next version and the
 * fields that were sent; the result is then that of the read. If other clients made further changes, the outcome remains
 * unknown, and nothing is repeated. Otherwise, the change is repeated.
 *
 * @example
 * await changeTask(client, taskId, (task) => ({ tags: [...task.tags, 'release'] }));
 *
 * @throws The errors of the calls of `createTaskClient`.
 */
export async function changeTask(
  client: TaskClient,
  taskId: string,
  change: (task: Task) => UpdateTask | Promise<UpdateTask>,
  { maxAttempts = 3, signal }: ChangeTaskOptions = {},
): Promise<Result<'getTask'> | Result<'updateTask'>> {
  const init = signal ? { signal } : {};
  /** The changes of one version whose response was lost. At most one of them was applied. */
  let lost:
    { readonly from: number; readonly fields: UpdateTask[]; readonly outcome: () => Outcome } | undefined;

  for (let attempt = 1; ; attempt++) {
    const current = await client.GET('/tasks/{taskId}', { params: { path: { taskId } }, ...init });
    if (!current.data) return current;
    const task = current.data;
    if (lost && task.version > lost.from) {
      if (task.version > lost.from + 1) return lost.outcome();
      if (lost.fields.some((fields) => hasFields(task, fields))) return current;
      lost = undefined;
    }

    const fields = await change(task);
    let outcome: () => Outcome;
    try {
      const result = await client.PATCH('/tasks/{taskId}', {
        params: { path: { taskId }, header: { 'If-Match': etagOf(task) } },
        body: fields,
        ...init,
      });
      const isStale = result.response.status === 412;
      if (attempt >= maxAttempts || !(isStale || isUncertain(result.response))) return result;
      if (isStale) continue;
      outcome = () => result;
    } catch (error) {
      if (attempt >= maxAttempts || !(error instanceof TaskConnectionError)) throw error;
      outcome = () => {
        throw error;
      };
    }
    lost = { from: task.version, fields: [...(lost?.fields ?? []), fields], outcome };
  }
}

type Outcome = Result<'updateTask'>;

/** Returns whether a task has these values. */
function hasFields(task: Task, fields: UpdateTask): boolean {
  // JSON omits undefined values, as the request did. The service returns date-times in UTC, and no labels as an empty list.
  const comparable = ({ dueAt, tags, ...rest }: Omit<Task, 'tags'> & Pick<UpdateTask, 'tags'>): string =>
    JSON.stringify({ ...rest, dueAt: dueAt && Date.parse(dueAt), tags: tags ?? [] });
  return comparable(task) === comparable({ ...task, ...(JSON.parse(JSON.stringify(fields)) as UpdateTask) });
}
