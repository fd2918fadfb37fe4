import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, type PostgresPoolClient, type PostgresQueryResult } from 'kysely';
import pg from 'pg';
import type { DatabaseOptions, QueryKind } from '../database.ts';
import { errorCode } from '../error-code.ts';
import { nameCounter, statementNames } from './statement-names.ts';
import { endsConnection, unavailable } from './unavailable.ts';
import { types } from './values.ts';

/** A connection is closed after this time without use. */
const IDLE_MS = 60_000;
/** A connection is replaced after this time, so that new servers behind the same address get connections too. */
const LIFETIME_SECONDS = 60 * 60;
/** How long to wait for new credentials if the server refuses a connection, and the delay between two attempts. */
const CREDENTIALS_WAIT_MS = 5000;
const CREDENTIALS_RETRY_MS = 200;

export interface Pool {
  readonly kysely: Kysely<unknown>;
  /** Runs a statement without parameters, and without calling `admit`. */
  query<Row>(text: string): Promise<Row[]>;
  /** Uses different settings for new connections. Closes the open connections when they are not in use. */
  renew(config: pg.PoolConfig): void;
  /** Waits for running queries, and closes all connections. */
  close(): Promise<void>;
}

interface PoolOptions extends Pick<DatabaseOptions, 'onQuery' | 'onError' | 'isRenewable'> {
  /** Called before each use. Throws to reject it. */
  readonly admit?: () => void;
}

/**
 * Opens a connection pool for Kysely. Names and times the statements, and throws `DatabaseUnavailable` for errors that
 * the state of the server causes. Discards broken connections.
 */
export function openPool(
  config: pg.PoolConfig,
  { onQuery, onError, admit, isRenewable = false }: PoolOptions = {},
): Pool {
  let settings = 0;
  /** A connection that records the settings it was opened with. */
  class Client extends pg.Client {
    readonly settings = settings;
  }
  const isOutdated = (client: pg.ClientBase): boolean => (client as Client).settings !== settings;

  const pool = new pg.Pool({
    Client,
    idleTimeoutMillis: IDLE_MS,
    maxLifetimeSeconds: LIFETIME_SECONDS,
    keepAlive: true,
    types,
    ...config,
  });
  // Without a listener, a connection error would end the process.
  pool.on('error', (error) => onError?.(error));
  pool.on('connect', (client) => client.on('error', () => undefined));

  const names = statementNames();
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();

  async function run<T>(kind: QueryKind, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      onQuery?.((performance.now() - start) / 1000, kind);
    }
  }

  /** Adapts a client to Kysely. */
  function wrap(client: pg.PoolClient): PostgresPoolClient {
    const counter = nameCounter();
    let isBroken = false;
    let failure: unknown;

    async function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> {
      // A text without values may contain several statements, for example to begin a transaction, and therefore gets no
      // name.
      const name = values.length === 0 ? undefined : names.nameOf(text);
      if (name !== undefined) counter.see(name);
      // Fails immediately, because a rollback on a connection that does not respond would wait for another timeout.
      if (isBroken) throw failure;
      let result: PostgresQueryResult<R>;
      try {
        const statement = { text, values: [...values], ...(name === undefined ? {} : { name }) };
        const results = await run(kindOf(text), () => client.query(statement));
        result = (Array.isArray(results) ? results.at(-1) : results) as PostgresQueryResult<R>;
      } catch (error) {
        isBroken ||= endsConnection(error);
        // Keeps the first error: 25P02 only states that an earlier statement of the transaction failed.
        if (errorCode(error) !== '25P02') failure = unavailable(error);
        throw failure;
      }
      // After a failure, PostgreSQL turns the commit into a rollback without an error.
      if (text === 'commit' && result.command === 'ROLLBACK') throw failure;
      return result;
    }

    return {
      // The cast adds the overload for streams, which Kysely rejects without a cursor.
      query: query as PostgresPoolClient['query'],
      release: (destroy = false) => {
        client.release(destroy || isBroken || counter.isFull || isOutdated(client));
      },
    };
  }

  async function acquire(): Promise<pg.PoolClient> {
    const start = performance.now();
    for (;;) {
      try {
        return await pool.connect();
      } catch (error) {
        const mayRecover = isRenewable && isRefused(error) && performance.now() - start < CREDENTIALS_WAIT_MS;
        if (!mayRecover) throw unavailable(error);
      }
      // In the meantime, another request may return its connection, or new credentials may arrive.
      await sleep(CREDENTIALS_RETRY_MS);
    }
  }

  async function connect(): Promise<PostgresPoolClient> {
    const client = await acquire();
    const wrapped = clients.get(client) ?? wrap(client);
    clients.set(client, wrapped);
    return wrapped;
  }

  const dialect = new PostgresDialect({
    pool: {
      connect: async () => {
        admit?.();
        return await connect();
      },
      end: () => pool.end(),
      options: {},
    },
  });
  return {
    kysely: new Kysely<unknown>({ dialect }),
    async query<Row>(text: string) {
      const client = await connect();
      try {
        return (await client.query<Row>(text, [])).rows;
      } finally {
        client.release();
      }
    },
    renew(changed) {
      settings += 1;
      Object.assign(pool.options, changed);
      for (let idle = pool.idleCount; idle > 0; idle -= 1) {
        pool.connect().then(
          (client) => {
            client.release(isOutdated(client));
          },
          // The error is ignored here. The next request reports it.
          () => undefined,
        );
      }
    },
    // Closes the pool directly, because Kysely throws its own errors after it has closed a pool.
    close: async () => {
      if (!pool.ending) await pool.end();
    },
  };
}

/** Whether the server refused the user or the password (SQLSTATE class 28). */
function isRefused(error: unknown): boolean {
  return errorCode(error).startsWith('28');
}

function kindOf(text: string): QueryKind {
  if (text === 'commit') return 'commit';
  return /^(select|with)\b(?! pg_)/.test(text) ? 'read' : 'write';
}
