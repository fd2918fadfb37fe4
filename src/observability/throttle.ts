/** What a read may take of all time. */
const share = 0.001;

/**
 * Makes a read that costs much cost little: it is done again only when so long has passed since the last time that it
 * takes a thousandth of the time at most. In between, the last value is given. A read that failed is not kept.
 */
export function sparing<Value>(read: () => Promise<Value>, clock = () => performance.now()) {
  let last: Promise<Value> | undefined;
  let freshUntil = 0;

  return (): Promise<Value> => {
    const start = clock();
    if (last !== undefined && start < freshUntil) return last;
    freshUntil = Infinity;
    last = read().then(
      (value) => {
        freshUntil = clock() + (clock() - start) / share;
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
