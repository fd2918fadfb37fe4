/** The share of time that a throttled read may take. */
const maxShare = 0.001;

/**
 * Throttles an expensive read so that it takes at most a thousandth of the time: after a read of 20 ms, callers get the
 * same value for 20 seconds. Concurrent callers share a read. Errors are not cached.
 */
export function throttle<Value>(read: () => Promise<Value>, clock = () => performance.now()) {
  let last: Promise<Value> | undefined;
  let freshUntil = 0;

  return (): Promise<Value> => {
    const start = clock();
    if (last !== undefined && start < freshUntil) return last;
    freshUntil = Infinity;
    last = read().then(
      (value) => {
        freshUntil = clock() + (clock() - start) / maxShare;
        return value;
      },
      (error: unknown) => {
        last = undefined;
        throw error;
      },
    );
    return last;
  };
}
