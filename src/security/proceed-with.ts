/**
 * Continues with a value immediately, or with a promise's value once it resolves. Awaiting a value that is already
 * available would cost each request a turn of the event loop.
 */
export function proceedWith<Value, Result>(
  value: Value | Promise<Value>,
  proceed: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(proceed) : proceed(value);
}
