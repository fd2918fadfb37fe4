// A response can be lost after the task was created. All attempts send the same Idempotency-Key, so the service returns
// the first response again instead of creating a second task.
import type { TaskClient } from './client.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import { isProblem } from './problem.ts';
import type { CreateTask, Result } from './types.ts';
import { retryAfterSeconds, sleep as realSleep, type Sleep } from './retry.ts';

/** Options of `createTaskOnce`. */
export interface CreateTaskOnceOptions {
  /** A new key by default. Store the key with a draft to make the create safe across page reloads. */
  key?: string;
  /** The maximum number of requests, 4 by default. */
  maxAttempts?: number;
  /** The maximum delay before a retry, 30 by default. If `Retry-After` asks for more, no retry is made. */
  maxDelaySeconds?: number;
  /** Cancels the delay and the pending request. */
  signal?: AbortSignal;
  /** Replaces the timer in tests. */
  sleep?: Sleep;
}

/**
 * Creates a task, and retries if the connection fails, or after 429, 503, or a 409 because the first request is in
 * progress. Returns the last result. Throws the error of `fetch` if the last attempt received no response.
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
  const request = {
    params: { header: { 'Idempotency-Key': key } },
    body: task,
    ...(signal && { signal }),
  };

  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= maxAttempts;
    const result = await client.POST('/tasks', request).catch((error: unknown) => {
      // `fetch` throws a TypeError if the connection fails. Other errors would occur again.
      if (isLast || !(error instanceof TypeError)) throw error;
      return undefined;
    });
    if (result && (isLast || !isRetryable(result))) return result;

    const delaySeconds =
      (result && retryAfterSeconds(result.response)) ?? Math.min(2 ** (attempt - 1), maxDelaySeconds);
    if (result && delaySeconds > maxDelaySeconds) return result;
    await sleep(delaySeconds * 1000, signal);
  }
}

/** Returns whether a retry can succeed. */
function isRetryable({ error, response }: Result<'createTask'>): boolean {
  if (response.status === 429 || response.status === 503) return true;
  return isProblem(error) && error.type === 'urn:problem-type:task-manager-api:idempotency-key-in-use';
}
