// A response can be lost after the task was created. All attempts send the same Idempotency-Key, so the service returns
// the first response again instead of creating a second task.
import type { TaskClient } from './client.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import type { CreateTask, Result } from './types.ts';
import { backoffSeconds, isNetworkError, isTemporary, retryAfterSeconds } from './retry.ts';
import { sleep as realSleep, type Sleep } from './retry.ts';

/** Options of `createTaskOnce`. */
export interface CreateTaskOnceOptions {
  /** A new key by default. Store the key with a draft to make the create safe across page reloads. */
  key?: string | undefined;
  /** The maximum number of requests, 4 by default. */
  maxAttempts?: number | undefined;
  /** The maximum delay before a retry, 30 by default. If `Retry-After` asks for more, the function does not retry. */
  maxDelaySeconds?: number | undefined;
  /** Cancels the delay and the pending request. */
  signal?: AbortSignal | undefined;
  /** Replaces the timer in tests. */
  sleep?: Sleep | undefined;
}

/**
 * Creates a task, and retries if the connection fails or after a temporary status (408, 425, 429, 502, 503, 504).
 * Waits at least as long as `Retry-After` asks for, and 0.5 to 1 second, 1 to 2 seconds, and so on otherwise. Returns the
 * last result.
 *
 * @example
 * const task = unwrap(await createTaskOnce(client, { title: 'Book a table' }, { key: draft.key }));
 *
 * @throws The error of `fetch` if the last attempt received no response. Errors before the request was sent, such as an
 * invalid URL or an error in the client's `token` function, are thrown without a retry.
 */
export async function createTaskOnce(
  client: TaskClient,
  task: CreateTask,
  options: CreateTaskOnceOptions = {},
): Promise<Result<'createTask'>> {
  const {
    key = newIdempotencyKey(),
    maxAttempts = 4,
    maxDelaySeconds = 30,
    sleep = realSleep,
    signal,
  } = options;

  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= maxAttempts;
    let isSent = false;
    const request = client.POST('/tasks', {
      params: { header: { 'Idempotency-Key': key } },
      body: task,
      ...(signal && { signal }),
      // Runs after the middleware of the client, so after `token`.
      middleware: [{ onRequest: () => void (isSent = true) }],
    });
    const result = await request.catch((error: unknown) => {
      if (isLast || !isSent || signal?.aborted || !isNetworkError(error)) throw error;
      return undefined;
    });
    if (result && (isLast || !isTemporary(result.response))) return result;

    const requestedSeconds = result && retryAfterSeconds(result.response);
    if (result && requestedSeconds !== undefined && requestedSeconds > maxDelaySeconds) return result;
    const delaySeconds = Math.max(requestedSeconds ?? 0, Math.min(backoffSeconds(attempt), maxDelaySeconds));
    await sleep(delaySeconds * 1000, signal);
  }
}
