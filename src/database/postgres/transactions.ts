import { createHash, randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Database, Work } from '../database.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { alone, namedLocks } from '../locks.ts';
import { turns } from '../write-queue.ts';
import { codeOf } from './unavailable.ts';

/** How often a transaction is begun in all that PostgreSQL gave up in favour of another. */
const ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 50;

/** Serialization failure, and deadlock. */
const worthRepeating = ['40001', '40P01'];

/**
 * Makes `Database.write` and `writeAlone` for a pool.
 *
 * The writes of an owner take turns in this process, and then the lock of the owner among all processes, up to
 * their commit. So none is lost between another's reading and writing, the moments that they are given are in the
 * order in which they become visible, and the counts are changed by one at a time. Taking turns first keeps the
 * connections for others: an owner never has more than one of them.
 *
 * The locks are PostgreSQL's advisory ones. They end with the transaction, however that ends.
 */
export function transactions(
  kysely: Kysely<unknown>,
  waitMs: number,
): Pick<Database<unknown>, 'write' | 'writeAlone'> {
  const takeTurn = turns();
  const tryLock = namedLocks();

  async function transact<T>(
    owner: string,
    name: string | undefined,
    work: Work<unknown, T>,
  ): Promise<T | undefined> {
    const end = await takeTurn(owner, waitMs);
    try {
      return await repeat(() => kysely.connection().execute((trx) => attempt(trx, owner, name, work)));
    } finally {
      end();
    }
  }

  return {
    // Without a name there is no lock that it could have missed.
    write: async <T>(owner: string, work: Work<unknown, T>) => (await transact(owner, undefined, work)) as T,
    writeAlone: (owner, name, work) => {
      const lock = JSON.stringify([owner, name]);
      return alone(tryLock, lock, () => transact(owner, lock, work));
    },
  };
}

/** Does the work in a transaction. Does not wait for the lock with the name, but gives undefined where another has it. */
async function attempt<T>(
  trx: Kysely<unknown>,
  owner: string,
  name: string | undefined,
  work: Work<unknown, T>,
): Promise<T | undefined> {
  const lockOwner = `select pg_advisory_xact_lock(${lockOf('owner', owner)})`;
  try {
    if (name === undefined) await run(trx, 'begin', lockOwner);
    else {
      const answer = await run(
        trx,
        'begin',
        `select pg_try_advisory_xact_lock(${lockOf('name', name)}) as taken`,
      );
      if (!(answer as { taken: boolean }).taken) {
        await run(trx, 'rollback');
        return undefined;
      }
      await run(trx, lockOwner);
    }
    const result = await work(trx);
    await run(trx, 'commit');
    return result;
  } catch (error) {
    // Where the connection is lost, the server rolls back by itself.
    await run(trx, 'rollback').catch(() => undefined);
    throw error;
  }
}

async function repeat<T>(work: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempts === ATTEMPTS || !isWorthRepeating(error)) throw error;
    }
    await pause(randomInt(LONGEST_PAUSE_MS));
  }
}

function isWorthRepeating(error: unknown): boolean {
  return error instanceof DatabaseUnavailable && worthRepeating.includes(codeOf(error.cause));
}

/** Runs statements in one go, and gives the row of the last. */
async function run(trx: Kysely<unknown>, ...statements: readonly string[]): Promise<unknown> {
  const { rows } = await trx.executeQuery(CompiledQuery.raw(statements.join('; ')));
  return rows[0];
}

/** The number of a lock. What it is for is part of it, as other programs may have locks in the same database. */
function lockOf(kind: 'owner' | 'name', text: string): string {
  const digest = createHash('sha256').update(`task-manager-api ${kind} ${text}`).digest();
  return `'${digest.readBigInt64BE()}'::bigint`;
}
