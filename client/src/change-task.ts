// Two people may change a task at once. `If-Match` lets only the first of them through; the other one reads again
// and decides anew, so that no change is lost without anybody noticing.
import type { TaskClient } from './client.ts';
import type { Answer, Task, UpdateTask } from './types.ts';

/** How often to try. */
export interface ChangeTaskOptions {
  /** How many times to read and change at most, 3 by default. */
  attempts?: number;
  /** Ends the request under way with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Takes a task's id and a function from the task as it is to the fields to change; gives the answer of the change, or
 * of the read where that failed. The function is called again when somebody else was faster (412); after the last
 * attempt that 412 is the answer.
 */
export async function changeTask(
  client: TaskClient,
  taskId: string,
  change: (task: Task) => UpdateTask | Promise<UpdateTask>,
  options: ChangeTaskOptions = {},
): Promise<Answer<'getTask'> | Answer<'updateTask'>> {
  const { attempts = 3, signal } = options;
  const init = signal ? { signal } : {};

  for (let attempt = 1; ; attempt++) {
    const current = await client.GET('/tasks/{taskId}', { params: { path: { taskId } }, ...init });
    if (!current.data) return current;

    const etag = current.response.headers.get('ETag');
    // Without it, the change would overwrite whatever is there.
    if (etag === null)
      throw new Error('The answer has no ETag: does a proxy remove it, or CORS not expose it?');

    const answer = await client.PATCH('/tasks/{taskId}', {
      params: { path: { taskId }, header: { 'If-Match': etag } },
      body: await change(current.data),
      ...init,
    });
    if (answer.response.status !== 412 || attempt >= attempts) return answer;
  }
}
