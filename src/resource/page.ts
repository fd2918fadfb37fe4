import { LRUCache } from 'lru-cache';
import { textLength } from './text-length.ts';

/** The maximum size of a page's text in UTF-8. Without it, one request could take as much time and memory as many. */
const maxPageBytes = 128 * 1024;
/** The maximum number of UTF-8 bytes for a UTF-16 code unit. */
const maxBytesPerUnit = 3;

/** The maximum number of items in a page if the request does not set it. */
export const DEFAULT_LIMIT = 20;

/** The cursor of the first page. */
export const FIRST_PAGE = 'start';

/** Returns the response with a page. `cursor` is the cursor of the next page, if there is one. */
export function pageOf<Item>(
  items: Item[],
  query: Readonly<Record<string, unknown>>,
  cursor: string | undefined,
) {
  if (cursor === undefined) return { status: 200, body: { items, nextCursor: null } } as const;
  const headers = { Link: pageLink({ ...query, cursor }) };
  return { status: 200, headers, body: { items, nextCursor: cursor } } as const;
}

/** Returns the `Link` to the next page (RFC 8288). It contains only the query, relative to the request's URL. */
export function pageLink(query: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) parameters.append(name, String(one));
  }
  return `<?${parameters}>; rel="next"`;
}

/** The rows of a page: at least one, at most `limit`, and no more than fit into `maxPageBytes`. */
export function fitPage<Row extends object>(rows: readonly Row[], limit: number): readonly Row[] {
  const page = rows.slice(0, limit);
  const units = page.reduce((sum, row) => sum + textLength(row), 0);
  // This is true for nearly every page, and faster than encoding the text.
  if (units * maxBytesPerUnit <= maxPageBytes) return page;
  let bytes = 0;
  const end = page.findIndex(
    (row) => (bytes += textLength(row, (text) => Buffer.byteLength(text))) > maxPageBytes,
  );
  return end === -1 ? page : page.slice(0, Math.max(1, end));
}

/**
 * Remembers the owners whose rows are so long that a page ended before its limit, and how many rows to read for their
 * next page.
 */
export function rowsToRead() {
  const counts = new LRUCache<string, number>({ max: 10_000 });
  return {
    /** How many rows to read, at most `limit`. */
    get: (owner: string, limit: number): number => Math.min(limit, counts.get(owner) ?? limit),
    /** Records that `fitting` of the `read` rows fit into a page. */
    record(owner: string, read: number, fitting: number): void {
      const count = counts.get(owner);
      if (fitting < read) counts.set(owner, fitting + 1);
      else if (count !== undefined) counts.set(owner, 2 * count);
    },
  };
}
