/**
 * Splits a list into chunks of a few fixed sizes. A statement for several rows is prepared once for each size, so fewer
 * sizes mean fewer prepared statements.
 */
export function* chunks<T>(list: readonly T[], sizes = [256, 64, 16, 4, 1]): Generator<T[]> {
  let start = 0;
  for (const size of sizes) {
    for (; list.length - start >= size; start += size) yield list.slice(start, start + size);
  }
}
