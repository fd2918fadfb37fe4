/** Why an open database cannot serve requests. */
export type UnavailableReason =
  | 'busy'
  | 'full'
  | 'readonly'
  | 'io'
  | 'corrupt'
  | 'displaced'
  | 'closed'
  | 'unreachable'
  | 'exhausted'
  | 'slow'
  | 'schema';

/** The retry delay is short for a lock, and longer for conditions that an operator must resolve. */
const reasons: Record<UnavailableReason, { message: string; retryAfterSeconds: number }> = {
  busy: { message: 'The database is locked by another writer', retryAfterSeconds: 1 },
  full: { message: 'The database has no space left', retryAfterSeconds: 60 },
  readonly: { message: 'The database cannot be written to', retryAfterSeconds: 60 },
  io: { message: 'The database file cannot be reached', retryAfterSeconds: 10 },
  corrupt: { message: 'The database file is damaged', retryAfterSeconds: 60 },
  displaced: { message: 'The database file was moved, removed or replaced', retryAfterSeconds: 60 },
  closed: { message: 'The database is closed', retryAfterSeconds: 5 },
  unreachable: { message: 'The database server cannot be reached', retryAfterSeconds: 1 },
  exhausted: { message: 'All connections to the database are in use', retryAfterSeconds: 1 },
  slow: { message: 'The database did not respond in time', retryAfterSeconds: 5 },
  schema: { message: 'The database schema has a different version', retryAfterSeconds: 10 },
};

/** Thrown if a database cannot be opened or copied. The message states the cause, and a remedy for the operator. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly what: string;
  readonly remedy: string;

  constructor(what: string, remedy: string, options?: ErrorOptions) {
    super(`${what}. ${remedy}.`, options);
    this.what = what;
    this.remedy = remedy;
  }
}

/**
 * Thrown if an open database cannot serve a valid request. No changes were saved. The outcome is unknown only if the
 * connection to a server was lost during the commit.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly reason: UnavailableReason;
  readonly retryAfterSeconds: number;

  constructor(reason: UnavailableReason, options?: ErrorOptions) {
    super(reasons[reason].message, options);
    this.reason = reason;
    this.retryAfterSeconds = reasons[reason].retryAfterSeconds;
  }
}

/** Thrown if a read was stopped at its deadline, or refused because too many reads of its owner wait. */
export class ReadStopped extends Error {
  override readonly name = 'ReadStopped';
  readonly reason: 'deadline' | 'refused';

  constructor(reason: 'deadline' | 'refused', options?: ErrorOptions) {
    super(
      reason === 'deadline'
        ? 'The read was stopped at its deadline'
        : 'Too many reads of the owner are waiting',
      options,
    );
    this.reason = reason;
  }
}
