import { errorCode } from '../error-code.ts';
import { DatabaseUnavailable, type UnavailableReason } from '../errors.ts';

/** The reasons by SQLSTATE, or by its class (the first two characters). */
const reasons = new Map<string, UnavailableReason>([
  ['55P03', 'busy'], //         a lock timed out
  ['40001', 'busy'], //         serialization failure, after all attempts
  ['40P01', 'busy'], //         deadlock, after all attempts
  ['57014', 'slow'], //         the statement was cancelled by its timeout
  ['25P03', 'slow'], //         the transaction was idle for too long
  ['25P04', 'slow'], //         the transaction took too long
  ['53100', 'full'],
  ['53300', 'exhausted'], //    too many connections
  ['53', 'exhausted'], //       out of other resources
  ['25006', 'readonly'], //     a standby, or the pool for reads
  ['08', 'unreachable'], //     connection lost
  ['57P01', 'unreachable'], //  the server is stopping
  ['57P02', 'unreachable'], //  the server crashed
  ['57P03', 'unreachable'], //  the server is starting
  ['57P04', 'unreachable'], //  the database was dropped
  ['57P05', 'unreachable'], //  the session was idle for too long
  ['28', 'unreachable'], //     the credentials were changed
  ['3D000', 'unreachable'], //  the database no longer exists
  ['58', 'io'],
  ['XX001', 'corrupt'],
  ['XX002', 'corrupt'],
]);

/** Errors without a code, from pg and its pool. */
const messages: readonly [RegExp, UnavailableReason][] = [
  [/^Cannot use a pool after calling end|already been destroyed/, 'closed'],
  [/^timeout exceeded when trying to connect/, 'exhausted'],
  [/^Query read timeout/, 'slow'],
  [
    /^Connection terminated|^Client has encountered a connection error|^Client was closed|is not queryable/,
    'unreachable',
  ],
];

/**
 * Converts a pg error into `DatabaseUnavailable` if it is caused by the state of the server. Returns other errors
 * unchanged.
 */
export function unavailable(error: unknown): unknown {
  const code = errorCode(error);
  const reason = isSqlState(code)
    ? (reasons.get(code) ?? reasons.get(code.slice(0, 2)))
    : reasonWithoutState(error);
  return reason === undefined ? error : new DatabaseUnavailable(reason, { cause: error });
}

/** Whether the connection that an error came from is unusable. */
export function endsConnection(error: unknown): boolean {
  const code = errorCode(error);
  // A server that becomes a standby keeps its connections. Only a new connection reaches the new primary.
  return !isSqlState(code) || /^(08|57P|25006|25P03|25P04)/.test(code);
}

function isSqlState(code: string): boolean {
  // Node's codes of five characters, such as EPIPE, start with E, and no SQLSTATE does.
  return /^[0-9FHPX][0-9A-Z]{4}$/.test(code);
}

function reasonWithoutState(error: unknown): UnavailableReason | undefined {
  if (!(error instanceof Error)) return undefined;
  const match = messages.find(([pattern]) => pattern.test(error.message));
  if (match !== undefined) return match[1];
  // Node's network errors: ECONNREFUSED, ENOTFOUND, and those of TLS.
  return /^(E[A-Z_]{3,}|ERR_(SSL|TLS)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(errorCode(error))
    ? 'unreachable'
    : undefined;
}
