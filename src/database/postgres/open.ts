import type { PoolConfig } from 'pg';
import type { Database, DatabaseOptions } from '../database.ts';
import { DatabaseError, DatabaseUnavailable, ReadStopped } from '../errors.ts';
import { expensiveReads } from '../expensive-reads.ts';
import { fairSlots } from '../fair-slots.ts';
import {
  type AppliedMigration,
  findMismatch,
  MIGRATION_TABLE,
  migrationsOf,
  mismatchError,
} from '../migrations.ts';
import { connectionShares, defaultPoolLimits, type PoolLimits } from '../pool-limits.ts';
import { defaultReadLimits } from '../read-limits.ts';
import { mainTables, type Storage } from '../storage.ts';
import { DEFAULT_WRITE_WAIT_MS } from '../write-queue.ts';
import { openChannel } from './channel.ts';
import { migratePostgres, readApplied } from './migrate.ts';
import { openingError } from './opening-error.ts';
import { openPool } from './pool.ts';
import { assertUsable } from './server-check.ts';
import { transactions } from './transactions.ts';
import { connectionOf, withoutSecrets } from './url.ts';

/** How much longer than the server's own timeout a query may take, in case the server is unreachable. */
const TIMEOUT_MARGIN_MS = 2000;

/**
 * How long the readiness check waits for a connection, and then for its result. Kubernetes waits 3 seconds for a probe
 * (deploy/base/deployment.yaml).
 */
const CHECK_TIMEOUT_MS = 2000;

/** How many reads of one owner can wait for a connection. The service already limits the requests of a user. */
const MAX_WAITING = 1000;

/**
 * Opens a PostgreSQL database, with separate connection pools for reads, expensive reads, writes and the readiness
 * check, so that none of them waits for another. Throws `DatabaseError`.
 */
export async function openPostgres(
  options: DatabaseOptions,
  storages: readonly Storage<unknown>[],
): Promise<Database<unknown>> {
  const name = withoutSecrets(options.url);
  try {
    const { connectTimeoutMs } = { ...defaultPoolLimits, ...options.pool };
    const { connectionString } = connectionOf(options.url);
    await assertUsable({ connectionString, connectionTimeoutMillis: connectTimeoutMs }, name);
    if (options.migrate !== false) {
      const applied = await migratePostgres(options, migrationsOf(storages, 'postgres'));
      if (applied.length > 0) options.onMigrated?.(applied);
    }
    return await assemble(options, storages, name);
  } catch (error) {
    throw openingError(error, name);
  }
}

async function assemble(
  options: DatabaseOptions,
  storages: readonly Storage<unknown>[],
  name: string,
): Promise<Database<unknown>> {
  const migrations = migrationsOf(storages, 'postgres');
  const state = stateQuery(storages);
  const lockTable = storages.find((storage) => storage.lockTable !== undefined)?.lockTable;
  const { onQuery, onError, isRenewable = false } = options;
  const waitMs = options.writeWaitMs ?? DEFAULT_WRITE_WAIT_MS;
  const limits = { ...defaultPoolLimits, ...options.pool };
  let refusal: DatabaseUnavailable | undefined;
  const handlers = {
    isRenewable,
    ...(onQuery && { onQuery }),
    ...(onError && { onError }),
    admit: () => {
      if (refusal !== undefined) throw refusal;
    },
  };
  const readLimits = { ...defaultReadLimits, ...options.reads };
  const shares = connectionShares(limits.connections, readLimits.maxRunning);
  const common = commonConfig(limits);
  const settings = settingsOf(limits, waitMs);
  const readOnly = { ...settings, default_transaction_read_only: 'on' };
  const connections = (url: string) => ({
    reader: connectionOf(url, readOnly),
    expensive: connectionOf(url, readOnly, { statement_timeout: String(readLimits.timeoutMs) }),
    writer: connectionOf(url, settings),
    checker: connectionOf(url, readOnly),
  });
  const initial = connections(options.url);
  const reader = openPool({ ...common, max: shares.reads, ...initial.reader }, handlers);
  const expensive = openPool({ ...common, max: shares.expensiveReads, ...initial.expensive }, handlers);
  const writer = openPool({ ...common, max: shares.writes, ...initial.writer }, handlers);
  const quick = {
    connectionTimeoutMillis: Math.min(CHECK_TIMEOUT_MS, limits.connectTimeoutMs),
    query_timeout: CHECK_TIMEOUT_MS,
  };
  const checker = openPool({ ...quick, max: shares.checks, ...initial.checker }, handlers);
  const pools = [reader, expensive, writer, checker];

  const reads = fairSlots(
    Array.from({ length: shares.reads }),
    {
      perOwner: Math.ceil(shares.reads / 2),
      maxWaiting: MAX_WAITING,
      waitMs: limits.connectTimeoutMs,
    },
    () => new DatabaseUnavailable('exhausted'),
  );
  const { run, measurements } = expensiveReads(
    Array.from({ length: shares.expensiveReads }),
    readLimits,
    options,
  );
  let size = 0;
  let running: Promise<void> | undefined;

  /** Concurrent calls share one check, because anyone can send probes, and the pool for checks has one connection. */
  function check(): Promise<void> {
    running ??= runCheck().finally(() => (running = undefined));
    return running;
  }

  /** Rejects all queries while the tables require a different version, for example after a newer one migrated them. */
  async function runCheck(): Promise<void> {
    const [row] = await checker.query<{ applied: string | null; size: number }>(state);
    const applied = JSON.parse(row?.applied ?? '[]') as AppliedMigration[];
    size = row?.size ?? 0;
    const mismatch = findMismatch(applied, migrations, options.version);
    const cause = mismatch && mismatchError(name, mismatch);
    if (cause !== undefined && refusal === undefined) onError?.(cause);
    refusal = cause && new DatabaseUnavailable('schema', { cause });
    if (refusal !== undefined) throw refusal;
  }

  const channel = openChannel({
    ...connectionOf(options.url),
    connectionTimeoutMillis: limits.connectTimeoutMs,
  });

  /** Switches to a URL after a trial connection to it has found this program's tables. */
  async function renew(url: string): Promise<void> {
    const newName = withoutSecrets(url);
    if (!/^postgres(ql)?:/.test(url))
      throw new DatabaseError(
        `${newName} is not a PostgreSQL database`,
        'Restart the service to use another kind of database',
      );
    const changed = connections(url);
    const trial = openPool({ ...common, max: 1, ...changed.checker });
    try {
      const applied = await readApplied(trial.kysely, newName);
      const mismatch = findMismatch(applied, migrations, options.version);
      if (mismatch !== undefined) throw mismatchError(newName, mismatch);
    } catch (error) {
      throw openingError(error, newName);
    } finally {
      await trial.close();
    }
    reader.renew(changed.reader);
    expensive.renew(changed.expensive);
    writer.renew(changed.writer);
    checker.renew(changed.checker);
    channel.renew(connectionOf(url));
  }

  async function close(): Promise<void> {
    await Promise.all([channel.close(), ...pools.map((pool) => pool.close())]);
  }

  const maintenance = transactions(writer.kysely, waitMs, undefined);

  try {
    const mismatch = findMismatch(await readApplied(checker.kysely, name), migrations, options.version);
    if (mismatch !== undefined) throw mismatchError(name, mismatch);
    await check();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    engine: 'postgres',
    channel,
    reader: reader.kysely,
    read: (owner, work) => reads.use(owner, () => work(reader.kysely)),
    readWithDeadline: (owner, work) => run(owner, () => stopped(() => work(expensive.kysely))),
    deadlineCheck: undefined,
    write: transactions(writer.kysely, waitMs, lockTable),
    maintain: (work) => maintenance('', work),
    defer: async (trx, query) => {
      await trx.getExecutor().executeQuery(query);
    },
    renew,
    check,
    measurements: {
      ...measurements,
      database_size_bytes: { help: 'Size of the database in bytes.', read: () => size },
    },
    close,
  };
}

/** Converts a statement timeout into `ReadStopped`. */
async function stopped<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof DatabaseUnavailable && cause.reason === 'slow') {
      throw new ReadStopped('deadline', { cause });
    }
    throw cause;
  }
}

/** Reads the size and the applied migrations, and fails if a main table is missing. */
function stateQuery(storages: readonly Storage<unknown>[]): string {
  const probes = mainTables(storages).map((table) => `, exists (select from "${table}")`);
  return `
    select pg_database_size(current_database()) as size, (
      select json_agg(json_build_object('name', name, 'serves', serves)) from ${MIGRATION_TABLE}
    ) as applied${probes.join('')}`;
}

function commonConfig({ connectTimeoutMs, statementTimeoutMs }: PoolLimits): PoolConfig {
  return {
    connectionTimeoutMillis: connectTimeoutMs,
    // Longer than the timeout that the server enforces, so it applies only if the server is unreachable.
    query_timeout: statementTimeoutMs + TIMEOUT_MARGIN_MS,
  };
}

function settingsOf(limits: PoolLimits, waitMs: number): Record<string, string> {
  return {
    statement_timeout: String(limits.statementTimeoutMs),
    lock_timeout: String(waitMs),
    idle_in_transaction_session_timeout: String(limits.idleTransactionTimeoutMs),
  };
}
