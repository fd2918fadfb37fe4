import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { DatabaseUnavailable } from '../errors.ts';
import type { DatabaseOptions } from '../database.ts';
import type { Connection } from './connection.ts';

/** Between two attempts to get the lock that another process has. */
const PAUSE_MS = 25;

/** What is committed together is bounded in number and in time, for all of it waits for the last. */
const MOST_TOGETHER = 100;
const LONGEST_MS = 20;

/** Runs work as a transaction. */
export type Write = <T>(work: (trx: Kysely<unknown>) => Promise<T>) => Promise<T>;

/** The writes to a connection. */
export interface Writer {
  readonly write: Write;
  /** Resolves when no transaction is open. */
  pause(): Promise<void>;
  /** Resolves when nothing is being written, and nothing waits to be. */
  idle(): Promise<void>;
}

export interface WriterOptions {
  /** How long a write may wait for the lock in all. */
  readonly waitMs: number;
  readonly mostTogether?: DatabaseOptions['writesTogether'];
  /** Told how many writes were committed together. */
  readonly onCommit?: DatabaseOptions['onCommit'];
}

interface Waiting {
  readonly work: (trx: Kysely<unknown>) => Promise<unknown>;
  readonly deadline: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Set where a commit together with others has failed. */
  alone?: true;
}

/**
 * Makes `Database.write` for a connection: a group commit. A commit waits for the disk, which takes longer than all
 * that is written; so the writes that wait at the same time are committed together, and answered after that. Each is
 * a part of the transaction (a savepoint), so that one that fails leaves no trace and does no harm to the others.
 *
 * A group is what was asked for in one turn of the event loop, which is what has arrived while the group before was
 * written. A write that comes alone waits for nobody.
 */
export function groupWriter(connection: Connection, trx: Kysely<unknown>, options: WriterOptions): Writer {
  const { waitMs, mostTogether = MOST_TOGETHER, onCommit } = options;
  const queue: Waiting[] = [];
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

  /** Begins a transaction for those who wait; false where none is left, since they were told that it cannot be had. */
  async function begin(): Promise<boolean> {
    for (;;) {
      try {
        connection.begin();
        return true;
      } catch (error) {
        refuse(error, error instanceof DatabaseUnavailable && error.reason === 'busy');
      }
      if (queue.length === 0) return false;
      await sleep(PAUSE_MS);
    }
  }

  /** Gives the error to all who wait, or to those only who have waited long enough. */
  function refuse(error: unknown, onlyLate: boolean): void {
    const now = performance.now();
    for (const waiting of queue.splice(0)) {
      if (onlyLate && now < waiting.deadline) queue.push(waiting);
      else waiting.reject(error);
    }
  }

  function nextGroup(): Waiting[] {
    const firstAlone = queue.findIndex(({ alone }) => alone);
    return queue.splice(0, firstAlone < 0 ? mostTogether : Math.max(1, Math.min(firstAlone, mostTogether)));
  }

  async function writeGroup(group: Waiting[]): Promise<void> {
    const isAlone = group.length === 1;
    const answers: (() => void)[] = [];
    const end = performance.now() + LONGEST_MS;
    try {
      for (const waiting of group) {
        answers.push(isAlone ? await writeWhole(waiting) : await writePart(waiting));
        if (performance.now() > end) break;
      }
      connection.commit();
    } catch (error) {
      connection.rollback();
      // The disk is full, or the like. Whoever is to blame, the others may be able to do without what it needs.
      if (isAlone) for (const { reject } of group) reject(error);
      else queue.unshift(...group.map((waiting) => ({ ...waiting, alone: true as const })));
      return;
    }
    queue.unshift(...group.slice(answers.length));
    onCommit?.(answers.length);
    for (const answer of answers) answer();
  }

  /** Does a work as the whole of the transaction. Gives the answer, for when it is committed. */
  async function writeWhole({ work, resolve }: Waiting): Promise<() => void> {
    const result = await work(trx);
    return () => {
      resolve(result);
    };
  }

  /** Does a work as a part of the transaction; throws only where the whole is lost. */
  async function writePart(waiting: Waiting): Promise<() => void> {
    connection.beginPart();
    try {
      const answer = await writeWhole(waiting);
      connection.endPart();
      return answer;
    } catch (error) {
      connection.undoPart();
      return () => {
        waiting.reject(error);
      };
    }
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        const deadline = performance.now() + waitMs;
        queue.push({ work, deadline, resolve: resolve as Waiting['resolve'], reject });
        running ??= writeAll();
      }),
    async pause() {
      while (transaction !== undefined) await transaction;
    },
    async idle() {
      while (running !== undefined) await running;
    },
  };
}
