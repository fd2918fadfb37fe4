// Purges data that is older than its retention, a bounded number of rows at a time.

/** The maximum number of rows per transaction. The owner's other writes wait for the transaction. */
export const MAX_PURGED = 500;
/** The maximum number of transactions in a run. */
const MAX_TRANSACTIONS = 100;

/**
 * Finds the oldest row and calls `remove`, which removes it with further rows in one transaction. Repeats this until no
 * rows are left, or up to the maximum number of transactions. `remove` returns the number of removed rows: 0 if another
 * instance removed them first. Returns the total.
 */
export async function purgeOldest<Row>(
  find: () => Promise<{ readonly rows: readonly Row[] }>,
  remove: (oldest: Row) => Promise<number>,
): Promise<number> {
  let count = 0;
  for (let transactions = 0; transactions < MAX_TRANSACTIONS; transactions += 1) {
    const [oldest] = (await find()).rows;
    if (oldest === undefined) break;
    count += await remove(oldest);
  }
  return count;
}
