import type { TaskClient } from './client.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import { retry, type RetryOptions } from './retry.ts';
import type { CreateTask, Result } from './types.ts';

/** Options of `createTaskOnce`. The retry options replace those of the client. */
export interface CreateTaskOnceOptions extends RetryOptions {
  /** A new key by default. Store the key with a draft to make the create safe across page reloads. */
  key?: string | undefined;
  /** Cancels the delay and the pending request. */
  signal?: AbortSignal | undefined;
}

/**
 * Creates a task with the caller's key, and rejects unknown fields at compile time. All attempts send the same
 * `Idempotency-Key`, so the service returns the first response again instead of creating a second task.
 *
 * @example
 * const task = unwrap(await createTaskOnce(client, { title: 'Book a table' }, { key: draft.key }));
 *
 * @throws The same errors as any call of the client; see `createTaskClient`.
 */
export async function createTaskOnce(
  client: TaskClient,
  task: CreateTask,
  { key = newIdempotencyKey(), signal, ...options }: CreateTaskOnceOptions = {},
): Promise<Result<'createTask'>> {
  return client.POST('/tasks', {
    params: { header: { 'Idempotency-Key': key } },
    body: task,
    ...(signal && { signal }),
    middleware: [retry(options)],
  });
}
