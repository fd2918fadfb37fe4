/** Continues with a value now if it is there, and later if it is a promise: waiting for a value costs a request a turn. */
export function whenReady<Value, Result>(
  value: Value | Promise<Value>,
  proceed: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(proceed) : proceed(value);
}
