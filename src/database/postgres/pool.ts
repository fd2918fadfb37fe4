import { Kysely, PostgresDialect, type PostgresPoolClient, type PostgresQueryResult } from 'kysely';
import pg from 'pg';
import type { DatabaseOptions, QueryKind } from '../database.ts';
import { nameCounter, statementNames } from './statement-names.ts';
import { codeOf, endsConnection, unavailable } from './unavailable.ts';
import { types } from './values.ts';

/** An idle connection is given back after this time, and any after the other, so that new servers get their share. */
const IDLE_MS = 60_000;
const LIFETIME_SECONDS = 60 * 60;

export interface Pool {
  readonly kysely: Kysely<unknown>;
  /** Runs a statement without parameters, whatever `admit` says. */
  ask<Row>(text: string): Promise<Row[]>;
  /** Waits for the queries that are running, and closes all connections. */
  close(): Promise<void>;
}

interface PoolOptions extends Pick<DatabaseOptions, 'onQuery' | 'onFault'> {
  /** Asked before each use; throws to refuse it. */
  readonly admit?: () => void;
}

/**
 * A pool of connections, for Kysely. Its statements have names, are timed, and throw `DatabaseUnavailable` for the
 * state of the server; a connection that is of no more use is not given to anybody again.
 */
export function openPool(config: pg.PoolConfig, { onQuery, onFault, admit }: PoolOptions = {}): Pool {
  const pool = new pg.Pool({
    idleTimeoutMillis: IDLE_MS,
    maxLifetimeSeconds: LIFETIME_SECONDS,
    keepAlive: true,
    types,
    ...config,
  });
  // An error of a connection that nobody listens to would end the process.
  pool.on('error', (error) => onFault?.(error));
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

  /** A client as Kysely wants it, the same one for the same connection. */
  function wrap(client: pg.PoolClient): PostgresPoolClient {
    const counter = nameCounter();
    let broken = false;
    let failure: unknown;

    async function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> {
      // Without values, a text may be several statements: those that begin and end a transaction are.
      const name = values.length === 0 ? undefined : names.nameOf(text);
      if (name !== undefined) counter.see(name);
      let result: PostgresQueryResult<R>;
      try {
        const statement = { text, values: [...values], ...(name === undefined ? {} : { name }) };
        const results = await run(kindOf(text), () => client.query(statement));
        result = (Array.isArray(results) ? results.at(-1) : results) as PostgresQueryResult<R>;
      } catch (error) {
        broken ||= endsConnection(error);
        // That the transaction has failed already says nothing of why.
        if (codeOf(error) !== '25P02') failure = unavailable(error);
        throw failure;
      }
      // After a failure in a transaction, PostgreSQL takes a commit for a rollback, and says so only here.
      if (text === 'commit' && result.command === 'ROLLBACK') throw failure;
      return result;
    }

    return {
      // Kysely's other form is for streams, which it refuses without a cursor.
      query: query as PostgresPoolClient['query'],
      release: (destroy = false) => {
        client.release(destroy || broken || counter.full);
      },
    };
  }

  async function connect(): Promise<PostgresPoolClient> {
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      throw unavailable(error);
    }
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
    async ask<Row>(text: string) {
      const client = await connect();
      try {
        return (await client.query<Row>(text, [])).rows;
      } finally {
        client.release();
      }
    },
    // Not Kysely's own end, after which it throws errors of its own.
    close: async () => {
      if (!pool.ending) await pool.end();
    },
  };
}

function kindOf(text: string): QueryKind {
  if (text === 'commit') return 'commit';
  return /^(select|with)\b(?! pg_)/.test(text) ? 'read' : 'write';
}
