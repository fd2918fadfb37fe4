// Wakes the requests that wait for an owner's changes. A write by this process wakes them immediately. A write by
// another process wakes them through the database's channel. Messages can be lost, and SQLite has no channel, so a
// periodic query compares the clocks of all waiting owners. A waiting request uses no database connection.
import { hash } from 'node:crypto';
import { chunks } from '../../database/chunks.ts';
import type { Channel } from '../../database/channel.ts';
import type { Database } from '../../database/database.ts';
import type { OwnerTables } from '../owner/storage.ts';
import type { Position } from '../position.ts';

/**
 * The polling intervals: on PostgreSQL while its channel is `connected` or `disconnected`, and on SQLite, which has no
 * channel (`alone`).
 */
const POLL_MS = { connected: 15_000, alone: 5000, disconnected: 1000 };

/**
 * The length of the hash that identifies an owner in a message. It is long enough that two owners are unlikely to have
 * the same hash. If they do, a write of one also wakes the requests of the other.
 */
const KEY_LENGTH = 16;

/** Waits for one owner's changes. */
export interface Subscription {
  /**
   * Resolves to true when the owner's clock may have passed `seen` since the subscription or the previous call.
   * Resolves to false after the timeout, when the signal is aborted, and when the service stops.
   */
  wait(seen: Position, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  close(): void;
}

export interface WakeUps {
  /** Wakes the requests that wait for this owner, in all processes. Called after a commit. */
  wake(owner: string): void;
  subscribe(owner: string): Subscription;
  /** The number of subscriptions. */
  readonly size: number;
  /** Ends all waits. Later waits end immediately. */
  close(): void;
}

interface Waiter {
  readonly owner: string;
  seen: Position;
  isChanged: boolean;
  resolve: ((isChanged: boolean) => void) | undefined;
}

type Source = Pick<Database<OwnerTables>, 'engine' | 'reader'> & { readonly channel?: Channel | undefined };

/** Creates the wake-ups of a database. Polling stops when they are closed. */
export function createWakeUps({ engine, reader, channel }: Source): WakeUps {
  const waiters = new Map<string, Set<Waiter>>();
  let size = 0;
  let isClosed = false;
  let polling: NodeJS.Timeout | undefined;

  function wakeKey(key: string): void {
    for (const waiter of waiters.get(key) ?? []) change(waiter);
  }

  channel?.listen({ message: wakeKey, connected: () => void poll().catch(() => undefined) });

  function intervalMs(): number {
    if (engine === 'sqlite') return POLL_MS.alone;
    return channel?.isConnected() === true ? POLL_MS.connected : POLL_MS.disconnected;
  }

  /** Schedules the next poll if a request is waiting. */
  function schedule(): void {
    if (polling !== undefined || size === 0 || isClosed) return;
    polling = setTimeout(() => {
      // If the database is unavailable, the next poll tries again.
      void poll()
        .catch(() => undefined)
        .then(() => {
          polling = undefined;
          schedule();
        });
    }, intervalMs()).unref();
  }

  async function poll(): Promise<void> {
    const owners = [...waiters.values()].flatMap((some) => [...some].slice(0, 1).map(({ owner }) => owner));
    for (const some of chunks(owners)) {
      const rows = await reader
        .selectFrom('owner')
        .select((eb) => ['owner', eb.cast<string>('clock', 'text').as('clock')])
        .where('owner', 'in', some)
        .execute();
      for (const { owner, clock } of rows) {
        for (const waiter of waiters.get(keyOf(owner)) ?? []) {
          if (waiter.owner === owner && waiter.seen < BigInt(clock)) change(waiter);
        }
      }
    }
  }

  function subscribe(owner: string): Subscription {
    const key = keyOf(owner);
    const waiter: Waiter = { owner, seen: 0n, isChanged: false, resolve: undefined };
    const waiting = waiters.get(key) ?? new Set();
    waiters.set(key, waiting.add(waiter));
    size += 1;
    schedule();
    return {
      wait: async (seen, timeoutMs, signal) => {
        waiter.seen = seen;
        if (!waiter.isChanged) {
          if (isClosed || signal?.aborted === true || timeoutMs <= 0) return false;
          const isChanged = await untilChanged(waiter, timeoutMs, signal);
          if (!isChanged) return false;
        }
        waiter.isChanged = false;
        return true;
      },
      close() {
        if (!waiting.delete(waiter)) return;
        size -= 1;
        if (waiting.size === 0 && waiters.get(key) === waiting) waiters.delete(key);
      },
    };
  }

  return {
    wake(owner) {
      if (size === 0 && channel === undefined) return;
      const key = keyOf(owner);
      wakeKey(key);
      channel?.publish(key);
    },
    subscribe,
    get size() {
      return size;
    },
    close() {
      isClosed = true;
      clearTimeout(polling);
      for (const some of waiters.values()) for (const waiter of some) waiter.resolve?.(false);
    },
  };
}

/** Wraps a database so that each write wakes the requests that wait for its owner. */
export function withWakeUps<Tables>(database: Database<Tables>, wakeUps: WakeUps): Database<Tables> {
  return {
    ...database,
    write: async (owner, work, options) => {
      const result = await database.write(owner, work, options);
      wakeUps.wake(owner);
      return result;
    },
  };
}

function keyOf(owner: string): string {
  return hash('sha256', owner).slice(0, KEY_LENGTH);
}

function change(waiter: Waiter): void {
  waiter.isChanged = true;
  waiter.resolve?.(true);
}

async function untilChanged(waiter: Waiter, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    const abort = (): void => {
      settle(false);
    };
    const timer = setTimeout(abort, timeoutMs);
    signal?.addEventListener('abort', abort);
    function settle(isChanged: boolean): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      waiter.resolve = undefined;
      resolve(isChanged);
    }
    waiter.resolve = settle;
  });
}
