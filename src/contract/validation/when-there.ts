/**
 * Goes on with a value: at once where it is there, and where it is a promise, when that is fulfilled. To wait for what
 * is there costs a request two more promises and a turn.
 */
export function whenThere<Value, Result>(
  value: Value | Promise<Value>,
  goOn: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
