/** The limits of a PostgreSQL pool. */
export interface PoolLimits {
  /** The maximum number of connections. `connectionShares` divides them between the kinds of work. */
  readonly connections: number;
  /** How long a query waits for a connection. */
  readonly connectTimeoutMs: number;
  /** How long one statement may run. */
  readonly statementTimeoutMs: number;
  /** How long a transaction that holds locks may be idle. */
  readonly idleTransactionTimeoutMs: number;
}

export const defaultPoolLimits: PoolLimits = {
  connections: 20,
  connectTimeoutMs: 2000,
  statementTimeoutMs: 10_000,
  idleTransactionTimeoutMs: 10_000,
};

/** The minimum number of connections: one of each kind. */
export const MIN_CONNECTIONS = 4;

/** The connections for each kind of work, so that no kind waits for another. */
export interface ConnectionShares {
  readonly writes: number;
  /** Reads that an index serves. */
  readonly reads: number;
  readonly expensiveReads: number;
  /** Readiness checks, which must work while all other connections are busy. */
  readonly checks: 1;
}

/** Divides the connections of a pool. Expensive reads get at most a fifth, but at least one. */
export function connectionShares(connections: number, maxExpensiveReads: number): ConnectionShares {
  const checks = 1;
  const expensiveReads = Math.min(maxExpensiveReads, Math.max(1, Math.floor(connections / 5)));
  const others = Math.max(2, connections - checks - expensiveReads);
  const writes = Math.floor(others / 2);
  return { writes, reads: others - writes, expensiveReads, checks };
}
