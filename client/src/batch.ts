import type { TaskClient } from './client.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import { retry, type RetryOptions } from './retry.ts';
import type { OperationResult, Result, TaskOperation } from './types.ts';

/** Options of `batch`. The retry options replace those of the client. */
export interface BatchOptions extends RetryOptions {
  /** A new key by default. Store the key with the operations to make the batch safe across page reloads. */
  key?: string | undefined;
  /** Cancels the delay and the pending request. */
  signal?: AbortSignal | undefined;
}

/** The results of operations, each with the type that belongs to its operation. */
export type ResultsOf<Operations extends readonly TaskOperation[]> = {
  -readonly [Index in keyof Operations]: OperationResult<Operations[Index]['type']>;
};

/** The outcome of a batch: `data` with the results, or `error`. */
export type BatchOutcome<Operations extends readonly TaskOperation[]> =
  | { data: { results: ResultsOf<Operations> }; error?: never; response: Response }
  | Exclude<Result<'batchTasks'>, { data: unknown }>;

/**
 * Applies up to 100 creates, updates and deletes, all or none. All attempts send the same `Idempotency-Key`, so the service
 * applies the operations once. After a conflict, the `errors` of the problem point to the operations:
 * `/operations/3/version`.
 *
 * @example
 * const { results } = unwrap(
 *   await batch(client, [
 *     { type: 'create', task: { title: 'Book a table' } },
 *     { type: 'delete', taskId: task.id, version: task.version },
 *   ]),
 * );
 *
 * @throws The same errors as any call of the client; see `createTaskClient`.
 */
export async function batch<const Operations extends readonly TaskOperation[]>(
  client: TaskClient,
  operations: Operations,
  { key = newIdempotencyKey(), signal, ...options }: BatchOptions = {},
): Promise<BatchOutcome<Operations>> {
  const result = await client.POST('/tasks/batch', {
    params: { header: { 'Idempotency-Key': key } },
    body: { operations: [...operations] },
    ...(signal && { signal }),
    middleware: [retry(options)],
  });
  // The service returns one result for each operation, in the same order.
  return result as BatchOutcome<Operations>;
}
