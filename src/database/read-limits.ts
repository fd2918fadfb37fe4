/** The limits of expensive reads. */
export interface ReadLimits {
  /** How long such a read may run. Before it starts, it may wait for the same time. */
  readonly timeoutMs: number;
  /** How many such reads run at once: the number of threads for SQLite, of connections for PostgreSQL. */
  readonly maxRunning: number;
  /** How many such reads of one owner run at once. */
  readonly maxRunningPerOwner: number;
}

export const defaultReadLimits: ReadLimits = { timeoutMs: 2000, maxRunning: 2, maxRunningPerOwner: 1 };

/** How an expensive read ended. A read is refused if it has waited for too long, or if too many others are waiting. */
export const readOutcomes = ['finished', 'stopped', 'refused', 'failed'] as const;
export type ReadOutcome = (typeof readOutcomes)[number];
