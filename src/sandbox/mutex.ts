/**
 * Creates a mutex: a function that runs its calls one after another. Without it, two concurrent resets would both add
 * the initial tasks.
 */
export function createMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
