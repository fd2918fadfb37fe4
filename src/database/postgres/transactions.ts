import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Database, Work } from '../database.ts';
import { errorCode } from '../error-code.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { writeQueue } from '../write-queue.ts';

/** The maximum number of attempts for a transaction that PostgreSQL aborts in favor of another one. */
const MAX_ATTEMPTS = 5;
const MAX_PAUSE_MS = 50;

/** Serialization failure and deadlock. */
const retryable = ['40001', '40P01'];

/**
 * Creates `Database.write` for a pool.
 *
 * An owner's writes wait in a queue in this process, and then for the lock on the owner's row in `lockTable`, which
 * serializes them across all processes until the commit. Therefore no update is lost between a read and a write, the
 * owner's timestamps follow the order of the commits, and only one transaction at a time changes the owner's counts.
 * Because of the queue, an owner never takes more than one connection: when all connections are in use, a write waits
 * for at most one write of each other owner. All locks end with the transaction.
 */
export function transactions(
  kysely: Kysely<unknown>,
  waitMs: number,
  lockTable: string | undefined,
): Database<unknown>['write'] {
  const enterQueue = writeQueue();
  return async (owner, work) => {
    const endTurn = await enterQueue(owner, waitMs);
    try {
      return await retry(() =>
        kysely.connection().execute((trx) => attempt(trx, { owner, lockTable }, work)),
      );
    } finally {
      endTurn();
    }
  };
}

interface OwnerLock {
  readonly owner: string;
  readonly lockTable: string | undefined;
}

/** At this isolation level, a writer that has waited for a lock sees what the previous writer committed. */
const BEGIN = 'begin isolation level read committed';

/** Runs the work in a transaction. */
async function attempt<T>(trx: Kysely<unknown>, lock: OwnerLock, work: Work<unknown, T>): Promise<T> {
  try {
    await begin(trx, lock);
    const result = await work(trx);
    await run(trx, 'commit');
    return result;
  } catch (error) {
    // The server rolls back by itself if the connection is lost.
    await run(trx, 'rollback').catch(() => undefined);
    throw error;
  }
}

/** Begins a transaction, and locks the owner's row, which is inserted on first use. */
async function begin(trx: Kysely<unknown>, { owner, lockTable }: OwnerLock): Promise<void> {
  if (lockTable === undefined) {
    await run(trx, BEGIN);
    return;
  }
  const [table, literal] = [pg.escapeIdentifier(lockTable), pg.escapeLiteral(owner)];
  const lock = `select true as locked from ${table} where owner = ${literal} for update`;
  if ((await run(trx, BEGIN, lock)) !== undefined) return;
  await run(trx, `insert into ${table} (owner) values (${literal}) on conflict do nothing`, lock);
}

async function retry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempts === MAX_ATTEMPTS || !isRetryable(error)) throw error;
    }
    await sleep(randomInt(MAX_PAUSE_MS));
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof DatabaseUnavailable && retryable.includes(errorCode(error.cause));
}

/** Runs statements in one round trip. Returns the first row of the last. */
async function run(trx: Kysely<unknown>, ...statements: readonly string[]): Promise<unknown> {
  const { rows } = await trx.executeQuery(CompiledQuery.raw(statements.join('; ')));
  return rows[0];
}
