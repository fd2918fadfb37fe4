// The operation that reads the change feed, with long polling.
import type { LongPoll } from '../../contract/request.ts';
import { FIRST_PAGE } from '../page.ts';
import { readChangeCursor, writeChangeCursor, type ChangeCursor } from './cursor.ts';
import type { Change, ChangePage } from './feed.ts';
import type { WakeUps } from './wake-ups.ts';

const MAX_LIMIT = 100;

/** The query parameters of the operation. */
export interface ChangeQuery {
  readonly since?: string;
  readonly limit?: number;
  /** How long to wait for a change, in seconds. */
  readonly wait?: number;
}

/** The dependencies of the operation. */
export interface ChangeOperationOptions<Item, Shown> {
  readonly read: (
    owner: string,
    since: ChangeCursor | undefined,
    limit: number,
  ) => Promise<ChangePage<Item> | undefined>;
  readonly show: (change: Change<Item>) => Shown;
  readonly wakeUps: WakeUps;
}

/**
 * Creates the operation. It returns 200 with a page, 410 if changes after the cursor are lost, or 422 if the cursor is
 * invalid. If the page is empty, the operation waits for a change for up to `wait` seconds, or until the client
 * disconnects or the service stops.
 */
export function changeOperation<Item, Shown>({ read, show, wakeUps }: ChangeOperationOptions<Item, Shown>) {
  return async (owner: string, query: ChangeQuery, longPoll?: LongPoll) => {
    const { limit = MAX_LIMIT, wait = 0 } = query;
    const { since: text = FIRST_PAGE } = query;
    const since = text === FIRST_PAGE ? undefined : readChangeCursor(owner, text);
    if (text !== FIRST_PAGE && since === undefined) return invalidCursor;
    const page =
      wait === 0
        ? await read(owner, since, limit)
        : await readOrWait(wakeUps, owner, { timeoutMs: wait * 1000, longPoll }, () =>
            read(owner, since, limit),
          );
    if (page === undefined) return expired;
    const { changes, cursor, hasMore } = page;
    return {
      status: 200,
      body: { items: changes.map(show), nextCursor: writeChangeCursor(owner, cursor), hasMore },
    } as const;
  };
}

interface Wait {
  readonly timeoutMs: number;
  readonly longPoll: LongPoll | undefined;
}

/** Repeats the read until the page contains a change, or until the wait ends. */
async function readOrWait<Item>(
  wakeUps: WakeUps,
  owner: string,
  { timeoutMs, longPoll }: Wait,
  read: () => Promise<ChangePage<Item> | undefined>,
): Promise<ChangePage<Item> | undefined> {
  const end = performance.now() + timeoutMs;
  // Subscribes before the first read, so that no change between the read and the wait is missed.
  const subscription = wakeUps.subscribe(owner);
  try {
    for (;;) {
      const page = await read();
      if (page === undefined || page.changes.length > 0 || page.hasMore) return page;
      const { reached } = page.cursor;
      const untilChanged = () => subscription.wait(reached, end - performance.now(), longPoll?.disconnected);
      if (!(await (longPoll?.wait(untilChanged) ?? untilChanged()))) return page;
    }
  } finally {
    subscription.close();
  }
}

const expired = {
  status: 410,
  problem: {
    type: 'urn:problem-type:task-manager-api:cursor-expired',
    detail: 'Some changes after this cursor are no longer available. Start over without a cursor.',
  },
} as const;

const invalidCursor = {
  status: 422,
  problem: {
    type: 'urn:problem-type:task-manager-api:invalid-cursor',
    detail: 'The cursor was altered or belongs to another user.',
    errors: [
      {
        location: 'query',
        name: 'since',
        code: 'invalidCursor',
        detail: 'must be the nextCursor of a previous page of your changes',
      },
    ],
  },
} as const;
