import type { PoolConfig } from 'pg';
import type { Database, DatabaseOptions } from '../database.ts';
import { DatabaseUnavailable } from '../errors.ts';
import {
  type AppliedMigration,
  findMismatch,
  MIGRATION_TABLE,
  migrationsOf,
  mismatchError,
} from '../migrations.ts';
import { defaultPoolLimits, type PoolLimits } from '../pool-limits.ts';
import { mainTables, type Storage } from '../storage.ts';
import { DEFAULT_WRITE_WAIT_MS } from '../write-queue.ts';
import { migratePostgres, readApplied } from './migrate.ts';
import { openingError } from './opening-error.ts';
import { openPool } from './pool.ts';
import { assertUsable } from './server-check.ts';
import { transactions } from './transactions.ts';
import { connectionOf, withoutSecrets } from './url.ts';

/** How much longer than the server's own timeout a query may take, in case the server is cut off. */
const TIMEOUT_MARGIN_MS = 2000;

/**
 * Opens a PostgreSQL database: one pool of connections for reads and one for writes, so that neither waits for the other.
 * Throws `DatabaseError`.
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
  const { onQuery, onError } = options;
  const waitMs = options.writeWaitMs ?? DEFAULT_WRITE_WAIT_MS;
  const limits = { ...defaultPoolLimits, ...options.pool };
  let refusal: DatabaseUnavailable | undefined;
  const handlers = {
    ...(onQuery && { onQuery }),
    ...(onError && { onError }),
    admit: () => {
      if (refusal !== undefined) throw refusal;
    },
  };
  const common = commonConfig(limits);
  const reader = openPool(
    {
      ...common,
      ...connectionOf(options.url, { ...settingsOf(limits, waitMs), default_transaction_read_only: 'on' }),
    },
    handlers,
  );
  const writer = openPool({ ...common, ...connectionOf(options.url, settingsOf(limits, waitMs)) }, handlers);
  let size = 0;
  let running: Promise<void> | undefined;

  /** Concurrent calls share one check: anyone may probe, and the connections are for requests. */
  function check(): Promise<void> {
    running ??= runCheck().finally(() => (running = undefined));
    return running;
  }

  /** Rejects all queries while the tables require another version, as after the migration of a newer one. */
  async function runCheck(): Promise<void> {
    const [row] = await reader.query<{ applied: string | null; size: number }>(state);
    const applied = JSON.parse(row?.applied ?? '[]') as AppliedMigration[];
    size = row?.size ?? 0;
    const mismatch = findMismatch(applied, migrations, options.version);
    const cause = mismatch && mismatchError(name, mismatch);
    if (cause !== undefined && refusal === undefined) onError?.(cause);
    refusal = cause && new DatabaseUnavailable('schema', { cause });
    if (refusal !== undefined) throw refusal;
  }

  async function close(): Promise<void> {
    await Promise.all([reader.close(), writer.close()]);
  }

  try {
    const mismatch = findMismatch(await readApplied(reader.kysely, name), migrations, options.version);
    if (mismatch !== undefined) throw mismatchError(name, mismatch);
    await check();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    engine: 'postgres',
    reader: reader.kysely,
    write: transactions(writer.kysely, waitMs, lockTable),
    defer: async (trx, query) => {
      await trx.getExecutor().executeQuery(query);
    },
    check,
    measurements: { database_size_bytes: { help: 'Size of the database in bytes.', read: () => size } },
    close,
  };
}

/** Reads the size and the applied migrations, and fails if a main table is missing. */
function stateQuery(storages: readonly Storage<unknown>[]): string {
  const probes = mainTables(storages).map((table) => `, exists (select from "${table}")`);
  return `
    select pg_database_size(current_database()) as size, (
      select json_agg(json_build_object('name', name, 'serves', serves)) from ${MIGRATION_TABLE}
    ) as applied${probes.join('')}`;
}

function commonConfig({ connections, connectTimeoutMs, statementTimeoutMs }: PoolLimits): PoolConfig {
  return {
    max: Math.max(1, Math.floor(connections / 2)),
    connectionTimeoutMillis: connectTimeoutMs,
    // The server enforces its own timeout, unless it is cut off.
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
