import { createHash, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
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
 * The writes of an owner wait in a queue of this process, and then for the lock on the owner's row in `lockTable` among
 * all processes, which lasts until the commit. So no update is lost between a read and a write, the timestamps of an owner are in the order of the
 * commits, and one transaction at a time changes the counts. Because of the queue, an owner never takes more than one
 * connection. All locks end with the transaction, so a pooler may share connections between transactions.
 */
export function transactions(
  kysely: Kysely<unknown>,
  waitMs: number,
  lockTable: string | undefined,
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
      return await retry(() =>
        kysely.connection().execute((trx) => attempt(trx, { owner, lockTable }, name, work)),
      );
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

interface OwnerLock {
  readonly owner: string;
  readonly lockTable: string | undefined;
}

/** A writer that has waited for a lock must see what its predecessor has committed. */
const BEGIN = 'begin isolation level read committed';

/** Does the work in a transaction. Returns undefined at once if another process holds the named lock. */
async function attempt<T>(
  trx: Kysely<unknown>,
  lock: OwnerLock,
  name: string | undefined,
  work: Work<unknown, T>,
): Promise<T | undefined> {
  try {
    if (name === undefined) await lockOwner(trx, lock, BEGIN);
    else {
      const row = await run(trx, BEGIN, `select pg_try_advisory_xact_lock(${lockId(name)}) as acquired`);
      if (!(row as { acquired: boolean }).acquired) {
        await run(trx, 'rollback');
        return undefined;
      }
      await lockOwner(trx, lock);
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

/** Locks the row of an owner, and inserts it on first use. `before` are statements to run first. */
async function lockOwner(
  trx: Kysely<unknown>,
  { owner, lockTable }: OwnerLock,
  ...before: readonly string[]
): Promise<void> {
  if (lockTable === undefined) {
    if (before.length > 0) await run(trx, ...before);
    return;
  }
  const [table, literal] = [pg.escapeIdentifier(lockTable), pg.escapeLiteral(owner)];
  const lock = `select true as locked from ${table} where owner = ${literal} for update`;
  if ((await run(trx, ...before, lock)) !== undefined) return;
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

/** The id of the advisory lock of a name. Its hash includes the program's name, because other programs may use the same database. */
function lockId(text: string): string {
  const digest = createHash('sha256').update(`task-manager-api name ${text}`).digest();
  return `'${digest.readBigInt64BE()}'::bigint`;
}
