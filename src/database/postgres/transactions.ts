import { createHash, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Database, Work } from '../database.ts';
import { errorCode } from '../error-code.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { namedLocks, withLock } from '../named-locks.ts';
import { writeQueue } from '../write-queue.ts';

/** How often a transaction is run in total after PostgreSQL has aborted it in favour of another. */
const MAX_ATTEMPTS = 5;
const MAX_PAUSE_MS = 50;

/** Serialization failure and deadlock. */
const retryable = ['40001', '40P01'];

/**
 * Creates `Database.write` and `writeAlone` for a pool.
 *
 * The writes of an owner wait in a queue of this process, and then for the owner's lock among all processes, which lasts
 * until the commit. So no update is lost between a read and a write, the timestamps of an owner are in the order of the
 * commits, and one transaction at a time changes the counts. Because of the queue, an owner never takes more than one
 * connection.
 *
 * The locks are PostgreSQL's advisory locks, which end with the transaction.
 */
export function transactions(
  kysely: Kysely<unknown>,
  waitMs: number,
): Pick<Database<unknown>, 'write' | 'writeAlone'> {
  const enterQueue = writeQueue();
  const tryLock = namedLocks();

  async function transact<T>(
    owner: string,
    name: string | undefined,
    work: Work<unknown, T>,
  ): Promise<T | undefined> {
    const endTurn = await enterQueue(owner, waitMs);
    try {
      return await retry(() => kysely.connection().execute((trx) => attempt(trx, owner, name, work)));
    } finally {
      endTurn();
    }
  }

  return {
    // Never undefined, because it requests no named lock.
    write: async <T>(owner: string, work: Work<unknown, T>) => (await transact(owner, undefined, work)) as T,
    writeAlone: (owner, name, work) => {
      const lock = JSON.stringify([owner, name]);
      return withLock(tryLock, lock, () => transact(owner, lock, work));
    },
  };
}

/** Does the work in a transaction. Returns undefined at once if another process holds the named lock. */
async function attempt<T>(
  trx: Kysely<unknown>,
  owner: string,
  name: string | undefined,
  work: Work<unknown, T>,
): Promise<T | undefined> {
  const lockOwner = `select pg_advisory_xact_lock(${lockId('owner', owner)})`;
  try {
    if (name === undefined) await run(trx, 'begin', lockOwner);
    else {
      const row = await run(
        trx,
        'begin',
        `select pg_try_advisory_xact_lock(${lockId('name', name)}) as acquired`,
      );
      if (!(row as { acquired: boolean }).acquired) {
        await run(trx, 'rollback');
        return undefined;
      }
      await run(trx, lockOwner);
    }
    const result = await work(trx);
    await run(trx, 'commit');
    return result;
  } catch (error) {
    // The server rolls back by itself if the connection is lost.
    await run(trx, 'rollback').catch(() => undefined);
    throw error;
  }
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

/** The id of an advisory lock. Its hash includes the program's name, because other programs may use the same database. */
function lockId(kind: 'owner' | 'name', text: string): string {
  const digest = createHash('sha256').update(`task-manager-api ${kind} ${text}`).digest();
  return `'${digest.readBigInt64BE()}'::bigint`;
}
