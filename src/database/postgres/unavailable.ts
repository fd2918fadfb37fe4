import { DatabaseUnavailable, type UnavailableReason } from '../errors.ts';

/** By SQLSTATE, or by the class that its first two characters are. */
const reasons = new Map<string, UnavailableReason>([
  ['55P03', 'busy'], //         a lock was not given in time
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
  ['28', 'unreachable'], //     credentials that were changed
  ['3D000', 'unreachable'], //  no such database any more
  ['58', 'io'],
  ['XX001', 'corrupt'],
  ['XX002', 'corrupt'],
]);

/** What pg and its pool say in words alone. */
const sayings: readonly [RegExp, UnavailableReason][] = [
  [/^Cannot use a pool after calling end|already been destroyed/, 'closed'],
  [/^timeout exceeded when trying to connect/, 'exhausted'],
  [/^Query read timeout/, 'slow'],
  [
    /^Connection terminated|^Client has encountered a connection error|^Client was closed|is not queryable/,
    'unreachable',
  ],
];

/** The code of an error: SQLSTATE for what the server says, Node's own for what the network does. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The error to throw in place of one of pg: `DatabaseUnavailable` for the server's state, itself otherwise. */
export function unavailable(error: unknown): unknown {
  const code = codeOf(error);
  const reason = isSqlState(code)
    ? (reasons.get(code) ?? reasons.get(code.slice(0, 2)))
    : reasonWithoutState(error);
  return reason === undefined ? error : new DatabaseUnavailable(reason, { cause: error });
}

/** Tells whether the connection that an error came from is of no more use. */
export function endsConnection(error: unknown): boolean {
  const code = codeOf(error);
  // A server that has become a standby keeps its connections: only a new one finds its successor.
  return !isSqlState(code) || /^(08|57P|25006|25P03|25P04)/.test(code);
}

function isSqlState(code: string): boolean {
  // None begins with E, as Node's codes do.
  return /^[0-9FHPX][0-9A-Z]{4}$/.test(code);
}

function reasonWithoutState(error: unknown): UnavailableReason | undefined {
  if (!(error instanceof Error)) return undefined;
  const said = sayings.find(([words]) => words.test(error.message));
  if (said !== undefined) return said[1];
  // Node's network errors: ECONNREFUSED, ENOTFOUND, and those of TLS.
  return /^(E[A-Z_]{3,}|ERR_(SSL|TLS)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(codeOf(error))
    ? 'unreachable'
    : undefined;
}
