// Reads whose cost depends on the data. They first run on the event loop for a few milliseconds, which is enough for
// most reads. A thread would add a tenth of a millisecond to each read. Reads that take longer run again in a thread.
// For a while, further reads of the same owner then go to a thread immediately.
import type { DialectAdapter, Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Database, DatabaseOptions, Work } from '../database.ts';
import { ReadStopped } from '../errors.ts';
import { expensiveReads } from '../expensive-reads.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { Connection } from './connection.ts';
import { processorClock, type RunWithDeadline } from './deadline.ts';
import { kyselyOn } from './kysely.ts';
import { readerThread, type ReaderThread, type ThreadSettings } from './reader-thread.ts';

/** The maximum processor time of one statement on the event loop. */
const ATTEMPT_MS = 3;
/** A read that takes more processor time than this in a thread marks its owner as expensive. */
const EXPENSIVE_MS = 20;
/** How long the reads of an expensive owner go directly to the threads. */
const EXPENSIVE_FOR_MS = 60_000;
/** How many expensive owners are remembered. */
const MAX_OWNERS = 10_000;

export interface DeadlineReads extends Pick<Database<unknown>, 'readWithDeadline' | 'measurements'> {
  close(): Promise<void>;
}

/** The event loop's connection. */
export interface Reader {
  readonly connection: Connection;
  readonly within: RunWithDeadline;
  readonly adapter: DialectAdapter;
}

/** A thread, and the Kysely instance whose queries run in it. */
interface Slot {
  readonly thread: ReaderThread;
  readonly kysely: Kysely<unknown>;
  /** Sets the deadline of a read that starts now. */
  start(): void;
}

type Events = Pick<DatabaseOptions, 'onQuery' | 'onExpensiveRead' | 'onWorker'>;

/** Runs expensive reads in a few threads, each with its own connection to the file. */
export function readsInThreads(
  { connection, within, adapter }: Reader,
  settings: ThreadSettings,
  limits: ReadLimits,
  events: Events,
): DeadlineReads {
  const onEventLoop = kyselyOn(
    (text, parameters) => within(ATTEMPT_MS, () => connection.execute(text, parameters), processorClock),
    adapter,
  );
  const slots = Array.from({ length: limits.maxRunning }, () => openSlot(settings, adapter, limits, events));
  const { run, measurements } = expensiveReads(slots, limits, events);
  const expensiveOwners = new LRUCache<string, true>({ max: MAX_OWNERS, ttl: EXPENSIVE_FOR_MS });

  async function attempt<T>(work: Work<unknown, T>): Promise<{ result: T } | undefined> {
    try {
      return { result: await work(onEventLoop) };
    } catch (error) {
      if (error instanceof ReadStopped) return undefined;
      throw error;
    }
  }

  return {
    async readWithDeadline(owner, work, { isCheckedOften = true } = {}) {
      const start = performance.now();
      const done = isCheckedOften && !expensiveOwners.has(owner) ? await attempt(work) : undefined;
      if (done !== undefined) return done.result;
      let usedMs = performance.now() - start;
      try {
        return await run(owner, async (slot) => {
          slot.start();
          const before = slot.thread.processorMs;
          try {
            return await work(slot.kysely);
          } finally {
            const inThreadMs = slot.thread.processorMs - before;
            usedMs += inThreadMs;
            if (inThreadMs > EXPENSIVE_MS) expensiveOwners.set(owner, true);
          }
        });
      } finally {
        events.onWorker?.(usedMs);
      }
    },
    measurements,
    async close() {
      await Promise.all(slots.map(({ thread }) => thread.close()));
    },
  };
}

function openSlot(
  settings: ThreadSettings,
  adapter: DialectAdapter,
  { timeoutMs }: ReadLimits,
  { onQuery }: Events,
): Slot {
  const thread = readerThread(settings);
  let end = 0;
  return {
    thread,
    kysely: kyselyOn(async (text, parameters) => {
      const start = performance.now();
      try {
        return {
          rows: await thread.execute({ text, parameters, timeoutMs: Math.max(0, end - start) }),
          changes: 0,
        };
      } finally {
        onQuery?.((performance.now() - start) / 1000, 'read');
      }
    }, adapter),
    start() {
      end = performance.now() + timeoutMs;
    },
  };
}

/**
 * Runs expensive reads on the only connection of a database in memory. Each can block the event loop until its
 * deadline.
 */
export function readsOnEventLoop(
  { connection, within, adapter }: Reader,
  ready: () => Promise<void>,
  limits: ReadLimits,
  events: Events,
): DeadlineReads {
  const kysely = kyselyOn(async (text, parameters) => {
    await ready();
    return within(limits.timeoutMs, () => connection.execute(text, parameters));
  }, adapter);
  const { run, measurements } = expensiveReads([kysely], limits, events);
  return {
    readWithDeadline: (owner, work) => run(owner, work),
    measurements,
    close: () => Promise.resolve(),
  };
}
