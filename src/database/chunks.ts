/**
 * Splits a list into chunks of few different sizes. A statement for n rows has its own text for each n, and each text
 * stays prepared.
 */
export function* chunks<T>(list: readonly T[], sizes = [256, 64, 16, 4, 1]): Generator<T[]> {
  let start = 0;
  for (const size of sizes) {
    for (; list.length - start >= size; start += size) yield list.slice(start, start + size);
  }
}
