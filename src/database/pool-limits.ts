/** The limits of a PostgreSQL pool. */
export interface PoolLimits {
  /** The maximum number of connections, of which `connectionShares` gives each kind of work a share. */
  readonly connections: number;
  /** How long a query waits for a connection. */
  readonly connectTimeoutMs: number;
  /** How long one statement may run. */
  readonly statementTimeoutMs: number;
  /** How long a transaction may be idle while it holds its locks. */
  readonly idleTransactionTimeoutMs: number;
}

export const defaultPoolLimits: PoolLimits = {
  connections: 20,
  connectTimeoutMs: 2000,
  statementTimeoutMs: 10_000,
  idleTransactionTimeoutMs: 10_000,
};

/** The fewest connections: one of each kind. */
export const MIN_CONNECTIONS = 4;

/** The connections for each kind of work, so that none waits for another. */
export interface ConnectionShares {
  readonly writes: number;
  /** Reads that an index serves. */
  readonly reads: number;
  readonly expensiveReads: number;
  /** Readiness, which must stay known while all others are busy. */
  readonly checks: 1;
}

/** Divides the connections of a pool. Expensive reads get a fifth at most. */
export function connectionShares(connections: number, maxExpensiveReads: number): ConnectionShares {
  const checks = 1;
  const expensiveReads = Math.min(maxExpensiveReads, Math.max(1, Math.floor(connections / 5)));
  const others = Math.max(2, connections - checks - expensiveReads);
  const writes = Math.floor(others / 2);
  return { writes, reads: others - writes, expensiveReads, checks };
}
