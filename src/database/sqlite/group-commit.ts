import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import { DatabaseUnavailable } from '../errors.ts';
import type { DatabaseOptions, WriteOptions } from '../database.ts';
import type { Connection } from './connection.ts';

/** The delay between two attempts to take the write lock while another process holds it. */
const RETRY_PAUSE_MS = 25;

/** The size and duration of a group are limited, because each of its writes waits for the whole group. */
const MAX_GROUP_SIZE = 100;
const MAX_GROUP_MS = 20;
/** A group that takes longer than this lets the event loop run between its statements. */
const MAX_SLICE_MS = 2;
/**
 * The deferred statements run at the end of the group. FTS5 indexes this much text in 2 to 15 ms. An owner whose write
 * defers more gets a separate group the next time, so that no other write waits for it.
 */
const MAX_DEFERRED_CHARACTERS = 30_000;
/** How many owners of such writes are remembered. */
const MAX_LONG_OWNERS = 1000;

type Work<T> = (trx: Kysely<unknown>) => Promise<T>;

/** Runs work as a transaction. Owners take turns. */
export type Write = <T>(owner: string, work: Work<T>, options?: WriteOptions) => Promise<T>;

export interface GroupCommit {
  readonly write: Write;
  /** Resolves when no transaction is open. */
  betweenGroups(): Promise<void>;
  /** Resolves when no write runs or waits. */
  idle(): Promise<void>;
}

export interface GroupCommitOptions {
  /** How long a write waits for the lock in total. */
  readonly waitMs: number;
  /** Throws if the database has space left only for deletes. */
  readonly assertSpace?: () => void;
  readonly maxGroupSize?: DatabaseOptions['maxGroupSize'];
  /** Receives each committed group. */
  readonly onCommit?: DatabaseOptions['onCommit'];
}

interface QueuedWrite {
  readonly owner: string;
  readonly work: Work<unknown>;
  readonly isDelete: boolean;
  readonly key: object | undefined;
  readonly deadline: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits the writes of a connection in groups. A commit waits for the disk, which takes longer than the statements.
 * Writes that wait at the same time are therefore committed together, and resolve after the commit. Each write has a
 * savepoint, so a failed write is rolled back without affecting the others.
 *
 * A group consists of the writes requested in one turn of the event loop: the writes that arrived during the previous
 * group. A single write does not wait for others. Owners take turns, so a write waits for the running group, and then
 * for at most one preceding write of each other owner.
 */
export function groupCommit(
  connection: Connection,
  trx: Kysely<unknown>,
  { waitMs, assertSpace, maxGroupSize = MAX_GROUP_SIZE, onCommit }: GroupCommitOptions,
): GroupCommit {
  const queue = ownerQueue();
  /** The owners whose last write deferred too much for a group. */
  const longOwners = new LRUCache<string, true>({ max: MAX_LONG_OWNERS });
  /** The writes of a group whose transaction was lost. Each runs in its own transaction. */
  const retries: QueuedWrite[] = [];
  let running: Promise<void> | undefined;
  let transaction: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (isWaiting()) {
      await nextTurn();
      if (!(await begin())) continue;
      transaction = retries.length > 0 ? retry() : writeGroup();
      await transaction;
      transaction = undefined;
    }
    running = undefined;
  }

  function isWaiting(): boolean {
    return retries.length > 0 || queue.size > 0;
  }

  /** Begins a transaction. Returns false if no writes are left because all were rejected. */
  async function begin(): Promise<boolean> {
    for (;;) {
      try {
        connection.begin();
        return true;
      } catch (error) {
        rejectQueued(error, error instanceof DatabaseUnavailable && error.reason === 'busy');
      }
      if (!isWaiting()) return false;
      await sleep(RETRY_PAUSE_MS);
    }
  }

  /** Rejects all queued writes, or only those whose deadline has passed. */
  function rejectQueued(error: unknown, onlyLate: boolean): void {
    const now = performance.now();
    const isKept = ({ deadline }: QueuedWrite) => onlyLate && now < deadline;
    for (const [keep, queued] of [
      [(one: QueuedWrite) => retries.push(one), retries.splice(0)],
      [(one: QueuedWrite) => queue.add(one), queue.removeAll()],
    ] as const) {
      for (const one of queued) {
        if (isKept(one)) keep(one);
        else one.reject(error);
      }
    }
  }

  async function retry(): Promise<void> {
    const queued = retries.shift() as QueuedWrite;
    const beganAt = performance.now();
    try {
      const settle = await writeOne(queued);
      await commit(slices());
      report([queued], beganAt);
      settle();
    } catch (error) {
      connection.rollback();
      queued.reject(error);
    }
  }

  async function writeGroup(): Promise<void> {
    const isSingle = queue.size === 1;
    const group: QueuedWrite[] = [];
    const settle: (() => void)[] = [];
    const beganAt = performance.now();
    const endSlice = slices();
    let deferred = 0;
    try {
      do {
        const queued = queue.remove();
        group.push(queued);
        settle.push(isSingle ? await writeOne(queued) : await writeInSavepoint(queued));
        const deferredBefore = deferred;
        deferred = connection.deferredCharacters();
        const isLong = deferred - deferredBefore > MAX_DEFERRED_CHARACTERS;
        if (isLong) longOwners.set(queued.owner, true);
        else longOwners.delete(queued.owner);
        await endSlice();
      } while (
        !isSingle &&
        queue.size > 0 &&
        !longOwners.has(queue.nextOwner) &&
        group.length < maxGroupSize &&
        performance.now() <= beganAt + MAX_GROUP_MS &&
        deferred <= MAX_DEFERRED_CHARACTERS
      );
      await commit(endSlice);
    } catch (error) {
      connection.rollback();
      // The transaction is lost, for example because the disk is full. Each write is retried alone, so that only the
      // write that needs the space fails.
      if (isSingle) for (const { reject } of group) reject(error);
      else retries.push(...group);
      return;
    }
    report(group, beganAt);
    queue.putLast(group);
    for (const each of settle) each();
  }

  async function commit(endSlice: () => Promise<void>): Promise<void> {
    for (const { text, parameters } of connection.takeDeferred()) {
      connection.execute(text, parameters);
      await endSlice();
    }
    connection.commit();
  }

  function report(group: readonly QueuedWrite[], beganAt: number): void {
    onCommit?.({ size: group.length, keys: group.flatMap(({ key }) => key ?? []), beganAt });
  }

  /** Runs the work. Returns the function that resolves its promise after the commit. */
  async function writeOne({ work, isDelete, resolve }: QueuedWrite): Promise<() => void> {
    if (!isDelete) assertSpace?.();
    const result = await work(trx);
    return () => {
      resolve(result);
    };
  }

  /** Runs the work in a savepoint. Throws only if the whole transaction is lost. */
  async function writeInSavepoint(queued: QueuedWrite): Promise<() => void> {
    connection.beginSavepoint();
    try {
      const settle = await writeOne(queued);
      connection.releaseSavepoint();
      return settle;
    } catch (error) {
      connection.rollbackToSavepoint();
      return () => {
        queued.reject(error);
      };
    }
  }

  return {
    write: (owner, work, { isDelete = false, key } = {}) =>
      new Promise((resolve, reject) => {
        const deadline = performance.now() + waitMs;
        queue.add({
          owner,
          work,
          isDelete,
          key,
          deadline,
          resolve: resolve as QueuedWrite['resolve'],
          reject,
        });
        running ??= writeAll();
      }),
    async betweenGroups() {
      while (transaction !== undefined) await transaction;
    },
    async idle() {
      while (running !== undefined) await running;
    },
  };
}

/**
 * Returns a function to call between the statements of a transaction. It lets the event loop run when the transaction
 * has used its time slice, so that a new request does not wait for the whole group.
 */
function slices(): () => Promise<void> {
  let end = performance.now() + MAX_SLICE_MS;
  return async () => {
    if (performance.now() < end) return;
    await nextTurn();
    end = performance.now() + MAX_SLICE_MS;
  };
}

/** The queue of waiting writes. It returns the writes of different owners in turn. */
function ownerQueue() {
  /** The writes of each owner, in order. The first owner is next. */
  const waiting = new Map<string, QueuedWrite[]>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    /** The owner of the next write. The queue must not be empty. */
    get nextOwner() {
      const [owner] = waiting.keys() as unknown as [string];
      return owner;
    },
    add(queued: QueuedWrite): void {
      size += 1;
      const own = waiting.get(queued.owner);
      if (own === undefined) waiting.set(queued.owner, [queued]);
      else own.push(queued);
    },
    /** Removes the next write. The queue must not be empty. */
    remove(): QueuedWrite {
      const [[owner, own]] = waiting as unknown as [[string, QueuedWrite[]]];
      const next = own.shift() as QueuedWrite;
      size -= 1;
      waiting.delete(owner);
      if (own.length > 0) waiting.set(owner, own);
      return next;
    },
    /** Moves the owners of these writes behind the owners whose writes arrived in the meantime. */
    putLast(writes: readonly QueuedWrite[]): void {
      for (const { owner } of writes) {
        const own = waiting.get(owner);
        if (own === undefined) continue;
        waiting.delete(owner);
        waiting.set(owner, own);
      }
    },
    removeAll(): QueuedWrite[] {
      const all = [...waiting.values()].flat();
      waiting.clear();
      size = 0;
      return all;
    },
  };
}
