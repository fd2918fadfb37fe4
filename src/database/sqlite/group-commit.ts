import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { DatabaseUnavailable } from '../errors.ts';
import type { DatabaseOptions } from '../database.ts';
import type { Connection } from './connection.ts';

/** The pause between two attempts to get the write lock from another process. */
const RETRY_PAUSE_MS = 25;

/** A group is bounded in size and time, because all its writes wait for the last. */
const MAX_GROUP_SIZE = 100;
const MAX_GROUP_MS = 20;

type Work<T> = (trx: Kysely<unknown>) => Promise<T>;

/** Runs work as a transaction. */
export type Write = <T>(work: Work<T>) => Promise<T>;

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
  readonly maxGroupSize?: DatabaseOptions['maxGroupSize'];
  /** Receives the size of each group. */
  readonly onCommit?: DatabaseOptions['onCommit'];
}

interface QueuedWrite {
  readonly work: Work<unknown>;
  readonly deadline: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Set after a group commit with other writes failed. */
  readonly isAlone?: true;
}

/**
 * Commits the writes of a connection in groups. A commit waits for the disk, which takes longer than the statements. So
 * writes that wait at the same time are committed together, and resolve after the commit. Each write has a savepoint: one
 * that fails is rolled back without affecting the others.
 *
 * A group consists of the writes requested in one turn of the event loop: those that arrived during the group before. A
 * single write waits for no other.
 */
export function groupCommit(
  connection: Connection,
  trx: Kysely<unknown>,
  { waitMs, maxGroupSize = MAX_GROUP_SIZE, onCommit }: GroupCommitOptions,
): GroupCommit {
  const queue: QueuedWrite[] = [];
  let running: Promise<void> | undefined;
  let transaction: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (queue.length > 0) {
      await nextTurn();
      if (!(await begin())) continue;
      transaction = writeGroup(nextGroup());
      await transaction;
      transaction = undefined;
    }
    running = undefined;
  }

  /** Begins a transaction. Returns false if no write waits any longer, because all were rejected. */
  async function begin(): Promise<boolean> {
    for (;;) {
      try {
        connection.begin();
        return true;
      } catch (error) {
        rejectQueued(error, error instanceof DatabaseUnavailable && error.reason === 'busy');
      }
      if (queue.length === 0) return false;
      await sleep(RETRY_PAUSE_MS);
    }
  }

  /** Rejects all queued writes, or only those whose deadline has passed. */
  function rejectQueued(error: unknown, onlyLate: boolean): void {
    const now = performance.now();
    for (const queued of queue.splice(0)) {
      if (onlyLate && now < queued.deadline) queue.push(queued);
      else queued.reject(error);
    }
  }

  function nextGroup(): QueuedWrite[] {
    const firstAlone = queue.findIndex(({ isAlone }) => isAlone);
    return queue.splice(0, firstAlone < 0 ? maxGroupSize : Math.max(1, Math.min(firstAlone, maxGroupSize)));
  }

  async function writeGroup(group: QueuedWrite[]): Promise<void> {
    const isAlone = group.length === 1;
    const settle: (() => void)[] = [];
    const end = performance.now() + MAX_GROUP_MS;
    try {
      for (const queued of group) {
        settle.push(isAlone ? await writeOne(queued) : await writeInSavepoint(queued));
        if (performance.now() > end) break;
      }
      connection.commit();
    } catch (error) {
      connection.rollback();
      // The disk is full, for example. Retry each write alone: only the one that needs the space has to fail.
      if (isAlone) for (const { reject } of group) reject(error);
      else queue.unshift(...group.map((queued) => ({ ...queued, isAlone: true as const })));
      return;
    }
    queue.unshift(...group.slice(settle.length));
    onCommit?.(settle.length);
    for (const each of settle) each();
  }

  /** Does the work. Returns the function that resolves its promise after the commit. */
  async function writeOne({ work, resolve }: QueuedWrite): Promise<() => void> {
    const result = await work(trx);
    return () => {
      resolve(result);
    };
  }

  /** Does the work in a savepoint. Throws only if the whole transaction is lost. */
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
    write: (work) =>
      new Promise((resolve, reject) => {
        const deadline = performance.now() + waitMs;
        queue.push({ work, deadline, resolve: resolve as QueuedWrite['resolve'], reject });
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
