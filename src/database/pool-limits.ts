/** The limits of a PostgreSQL pool. */
export interface PoolLimits {
  /** The maximum number of connections, half of them for reads and half for writes. */
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
