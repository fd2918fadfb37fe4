/**
 * Maps a value immediately, or the value of a promise once it resolves. Awaiting a value that is already
 * available would cost each request a turn of the event loop.
 */
export function mapMaybePromise<Value, Result>(
  value: Value | Promise<Value>,
  map: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(map) : map(value);
}
