/**
 * Splits a list into chunks with only a few different sizes. Each number of rows requires a different statement, and each
 * statement stays prepared.
 */
export function* chunks<T>(list: readonly T[], sizes = [256, 64, 16, 4, 1]): Generator<T[]> {
  let start = 0;
  for (const size of sizes) {
    for (; list.length - start >= size; start += size) yield list.slice(start, start + size);
  }
}
