import type { PoolConfig } from 'pg';
import type { Database, DatabaseOptions, PoolLimits } from '../database.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { type AppliedMigration, schemaError, schemaFault } from '../schema.ts';
import { migratePostgres, readApplied } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openingError } from './opening-error.ts';
import { openPool } from './pool.ts';
import { postgresSearch } from './search.ts';
import { transactions } from './transactions.ts';
import { connectionOf, withoutSecrets } from './url.ts';

const defaultLimits: PoolLimits = {
  connections: 20,
  connectTimeoutMs: 2000,
  statementTimeoutMs: 10_000,
  idleTransactionTimeoutMs: 10_000,
};

const WRITE_WAIT_MS = 1000;
/** What a server that is cut off is given beyond the timeout that it would have kept itself. */
const SILENCE_MS = 2000;

/**
 * Opens a PostgreSQL database: one pool of connections that read, and another that writes, so that neither waits for
 * the other's. `DatabaseError` says what keeps it from being used.
 */
export async function openPostgres(options: DatabaseOptions): Promise<Database> {
  const name = withoutSecrets(options.url);
  try {
    if (options.migrate !== false) {
      const applied = await migratePostgres(options);
      if (applied.length > 0) options.onMigrated?.(applied);
    }
    return await assemble(options, name);
  } catch (error) {
    throw openingError(error, name);
  }
}

async function assemble(options: DatabaseOptions, name: string): Promise<Database> {
  const { onQuery, onFault } = options;
  const waitMs = options.writeWaitMs ?? WRITE_WAIT_MS;
  const limits = { ...defaultLimits, ...options.pool };
  let refusal: DatabaseUnavailable | undefined;
  const handlers = {
    ...(onQuery && { onQuery }),
    ...(onFault && { onFault }),
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
  let looking: Promise<void> | undefined;

  /** One looks at a time, for all who ask meanwhile: anybody may probe, and the connections are for users. */
  function check(): Promise<void> {
    looking ??= look().finally(() => (looking = undefined));
    return looking;
  }

  /** Whatever has happened since, an instance does not work with tables that are not made for it. */
  async function look(): Promise<void> {
    const [row] = await reader.ask<{ applied: string | null; size: number }>(STATE);
    const applied = JSON.parse(row?.applied ?? '[]') as AppliedMigration[];
    size = row?.size ?? 0;
    const fault = schemaFault(applied, migrations, options.version);
    const cause = fault && schemaError(name, fault);
    if (cause !== undefined && refusal === undefined) onFault?.(cause);
    refusal = cause && new DatabaseUnavailable('schema', { cause });
    if (refusal !== undefined) throw refusal;
  }

  async function close(): Promise<void> {
    await Promise.all([reader.close(), writer.close()]);
  }

  try {
    const fault = schemaFault(await readApplied(reader.kysely), migrations, options.version);
    if (fault !== undefined) throw schemaError(name, fault);
    await check();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    reader: reader.kysely,
    search: postgresSearch,
    locksRows: true,
    ...transactions(writer.kysely, waitMs),
    check,
    walBytes: () => 0,
    sizeBytes: () => size,
    close,
  };
}

const STATE = `
  select pg_database_size(current_database()) as size, exists (select from task) as has_tasks, (
    select json_agg(json_build_object('name', name, 'serves', serves))
    from kysely_migration left join migration_serves using (name)
  ) as applied`;

function commonConfig({ connections, connectTimeoutMs, statementTimeoutMs }: PoolLimits): PoolConfig {
  return {
    max: Math.max(1, Math.floor(connections / 2)),
    connectionTimeoutMillis: connectTimeoutMs,
    // The server ends a statement by itself, but not where it is cut off and says nothing any more.
    query_timeout: statementTimeoutMs + SILENCE_MS,
  };
}

function settingsOf(limits: PoolLimits, waitMs: number): Record<string, string> {
  return {
    statement_timeout: String(limits.statementTimeoutMs),
    lock_timeout: String(waitMs),
    idle_in_transaction_session_timeout: String(limits.idleTransactionTimeoutMs),
  };
}
