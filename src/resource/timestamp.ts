/** Converts an RFC 3339 date-time to UTC with milliseconds. The contract allows only values that this form can express. */
export function inUtc<Value extends string | null | undefined>(value: Value): Value {
  return (typeof value === 'string' ? new Date(value).toISOString() : value) as Value;
}

/** Whether a value is a timestamp in the stored form: UTC, with milliseconds, in the years 0001 to 9999. */
export function isTimestamp(value: unknown): value is string {
  if (typeof value !== 'string' || !/^(?!0000)\d{4}-/.test(value)) return false;
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString() === value;
}
