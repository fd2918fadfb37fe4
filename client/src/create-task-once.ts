// An answer can be lost after the task was created. With one Idempotency-Key for all attempts, the service answers
// a repetition as it answered the first, so trying again cannot create a second task.
import type { TaskClient } from './client.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import { isProblem } from './problem.ts';
import type { Answer, CreateTask } from './types.ts';
import { retryAfter, sleep as realSleep, type Sleep } from './wait.ts';

/** How long to keep trying, and under which key. */
export interface CreateTaskOnceOptions {
  /** Keep it with the draft, and even a reloaded page cannot create the task twice. A new key by default. */
  key?: string;
  /** How many requests to send at most, 4 by default. */
  attempts?: number;
  /** The longest wait, in seconds, before an attempt; asked for more, it gives up. 30 by default. */
  longestWait?: number;
  /** Ends the waiting, and the request under way, with the signal's reason. */
  signal?: AbortSignal;
  /** How to wait, for tests. */
  sleep?: Sleep;
}

/**
 * Takes a task to create; gives the answer, after repeating the request where that can help: the connection broke,
 * 429, 503, or a 409 because the first request is still running. Throws what `fetch` threw when no attempt got
 * through.
 */
export async function createTaskOnce(
  client: TaskClient,
  task: CreateTask,
  options: CreateTaskOnceOptions = {},
): Promise<Answer<'createTask'>> {
  const { key = newIdempotencyKey(), attempts = 4, longestWait = 30, sleep = realSleep, signal } = options;
  const request = {
    params: { header: { 'Idempotency-Key': key } },
    body: task,
    ...(signal && { signal }),
  };

  for (let attempt = 1; ; attempt++) {
    const last = attempt >= attempts;
    const answer = await client.POST('/tasks', request).catch((error: unknown) => {
      // `fetch` throws a TypeError when there is no answer; anything else would only be thrown again.
      if (last || !(error instanceof TypeError)) throw error;
      return undefined;
    });
    if (answer && (last || !mayPass(answer))) return answer;

    const wait = (answer && retryAfter(answer.response)) ?? Math.min(2 ** (attempt - 1), longestWait);
    if (answer && wait > longestWait) return answer;
    await sleep(wait * 1000, signal);
  }
}

/** Tells whether the same request may get another answer a little later. */
function mayPass({ error, response }: Answer<'createTask'>): boolean {
  if (response.status === 429 || response.status === 503) return true;
  return isProblem(error) && error.type === '/docs/problems#idempotency-in-flight';
}
