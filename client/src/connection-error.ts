/**
 * Thrown when a call does not receive a complete response. It is a TypeError, like the errors of `fetch`. The `cause`
 * is the error from `fetch` or from reading the response, except after a timeout.
 */
export class TaskConnectionError extends TypeError {
  override readonly name = 'TaskConnectionError';
  /**
   * - `offline`: the browser has no network connection.
   * - `timeout`: the response took longer than `attemptTimeoutSeconds`, or the call longer than `timeoutSeconds`.
   * - `network`: the connection failed or broke.
   */
  readonly reason: 'offline' | 'timeout' | 'network';

  constructor(reason: TaskConnectionError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Returns the error for a failure of `fetch`. */
export function connectionError(cause: unknown): TaskConnectionError {
  if (cause instanceof TaskConnectionError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new TaskConnectionError(isOffline() ? 'offline' : 'network', message, { cause });
}

/** Returns whether the browser is offline. Other runtimes do not report this, and `onLine: true` is not reliable. */
function isOffline(): boolean {
  return (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false;
}
