// Keeps a copy of the user's tasks in sync with the change feed: first all tasks, then changes as they happen.
import type { TaskClient } from './client.ts';
import { TaskConnectionError } from './connection-error.ts';
import { isProblem } from './problem.ts';
import { backoffSeconds, isTemporary, retry, retryAfterSeconds } from './retry.ts';
import { sleep as realSleep, type Sleep } from './retry.ts';
import type { TaskChange } from './types.ts';
import { unwrap } from './unwrap.ts';

/** Options of `watchTasks`. */
export interface WatchTasksOptions {
  /** The cursor that is stored with the copy. Without it, the iteration begins with all tasks. */
  since?: string | undefined;
  /** How long a request waits for a change, 25 by default, 30 at most. The timeouts of proxies must be longer. */
  waitSeconds?: number | undefined;
  /** The maximum delay before a retry, 30 by default. */
  maxDelaySeconds?: number | undefined;
  /** Ends the iteration, and cancels the pending request. */
  signal?: AbortSignal | undefined;
  /** Replaces the timer in tests. */
  sleep?: Sleep | undefined;
}

/** A page of changes. */
export interface TaskChanges {
  /** Whether to clear the copy before the changes are applied: on the first page, and after the cursor has expired. */
  startsOver: boolean;
  /** The changes, to be applied in this order. Each task occurs at most once in a page. */
  items: TaskChange[];
  /** The position at which the page ends. Store it together with the changes, and pass it as `since` later. */
  cursor: string;
  /** Whether more changes are already available. If not, the copy is complete. */
  hasMore: boolean;
}

/**
 * Iterates over the changes of the user's tasks, page by page, until the signal is aborted. Waits for changes at the
 * end. Retries with increasing delays if the connection fails or the service is temporarily unavailable. Starts over if
 * the cursor has expired.
 *
 * @example
 * for await (const { startsOver, items, cursor } of watchTasks(client, { since: copy.cursor, signal })) {
 *   copy.apply(startsOver, items, cursor);
 * }
 *
 * @throws TaskApiError if a request fails for a different reason, such as a token without the scope.
 */
export async function* watchTasks(
  client: TaskClient,
  options: WatchTasksOptions = {},
): AsyncGenerator<TaskChanges, void, undefined> {
  const { waitSeconds = 25, maxDelaySeconds = 30, sleep = realSleep, signal } = options;
  let { since } = options;
  let failures = 0;

  while (!signal?.aborted) {
    // Do not wait during the first copy, or while more changes are available.
    const query = since === undefined ? {} : { since, wait: waitSeconds };
    const request = client.GET('/changes', {
      params: { query },
      ...(signal && { signal }),
      // This loop retries by itself, without a limit.
      middleware: [retry({ maxAttempts: 1, attemptTimeoutSeconds: waitSeconds + 30 })],
    });
    const result = await request.catch((error: unknown) => {
      if (!signal?.aborted && !(error instanceof TaskConnectionError)) throw error;
      return undefined;
    });
    if (signal?.aborted) return;
    if (result === undefined || isTemporary(result.response)) {
      failures += 1;
      const delaySeconds = Math.min(backoffSeconds(failures), maxDelaySeconds);
      await sleep(1000 * Math.max(delaySeconds, (result && retryAfterSeconds(result.response)) ?? 0), signal);
      continue;
    }
    failures = 0;
    if (isProblem(result.error) && result.error.type === EXPIRED && since !== undefined) {
      since = undefined;
      continue;
    }
    const page = unwrap(result);
    const { nextCursor, hasMore } = page;
    const items = page.items.filter(isKnown);
    // A stateless mock returns its first page for every cursor.
    if (items.length > 0 && nextCursor === since)
      throw new Error('Pagination does not end: nextCursor equals cursor.');
    const startsOver = since === undefined;
    since = nextCursor;
    if (startsOver || items.length > 0) yield { startsOver, items, cursor: nextCursor, hasMore };
  }
}

/** Later versions of the service may send additional types. */
function isKnown(change: { type: string }): change is TaskChange {
  return change.type === 'upserted' || change.type === 'deleted';
}

const EXPIRED = 'urn:problem-type:task-manager-api:cursor-expired';
