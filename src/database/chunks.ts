/**
 * Cuts a list into portions of few sizes, each for a statement with so many rows. A statement has a text for each number
 * of rows, and the database keeps each text prepared.
 */
export function* portions<T>(list: readonly T[], sizes = [256, 64, 16, 4, 1]): Generator<T[]> {
  let start = 0;
  for (const size of sizes) {
    for (; list.length - start >= size; start += size) yield list.slice(start, start + size);
  }
}
