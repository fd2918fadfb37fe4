import { CompiledQuery, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { compiled } from '../../../database/compiled-query.ts';
import type { Database } from '../../../database/database.ts';
import { deadlineCheck } from '../../../database/sqlite/deadline.ts';
import type { Queries } from '../../../database/storage.ts';
import type { SearchIndex } from '../search-index.ts';
import { ownerKey } from '../owner-key.ts';
import type { TaskTables } from '../tables.ts';

// Full-text search with FTS5.
//
// For one word, FTS5 returns the tasks newest first, as it reads them. For a prefix that many words share, it first
// merges the tasks of all these words, which takes 105 ms for 400,000 tasks. The search therefore looks up the words
// with that prefix and queries each word, which takes 0.3 ms. It remembers the words until the next write of their
// owner, because further pages of a search, and the same search with other filters, use the same words.

/** The index stores prefixes of up to this many characters as if they were words. */
const INDEXED_PREFIX = 3;

/**
 * The maximum number of words that replace a prefix. A query for them takes 3 ms. Longer prefixes that more words share
 * are rare, for example the first digits of numbers.
 */
const MAX_WORDS = 64;

/** The maximum number of remembered look-ups, which take 100 to 3,000 bytes each. */
const MAX_REMEMBERED = 1000;

/** Merging this many tasks takes less time than looking up their words. */
const FEW_TASKS = 64;

/**
 * The maximum number of terms that FTS5 intersects in one expression. While it intersects them, it evaluates no
 * condition of the query, so it cannot be stopped. The matches of further terms are computed as sets, which can be
 * stopped.
 */
const GROUP_SIZE = 4;

/**
 * FTS5 writes a segment for each transaction, and merges four segments of about the same size. By itself it would merge
 * hundreds of pages in one statement, after many transactions without a merge. Its own merges are therefore turned off
 * (migration 0003). Instead, statements that merge this many pages follow the entries that were added. Each takes about
 * half a millisecond, or a few microseconds if nothing is left to merge.
 */
const MERGED_PAGES = 16;
/**
 * One merge statement follows this many entries. A segment of 100 entries takes a page, and is merged up to six times
 * while the index grows.
 */
const ENTRIES_PER_MERGE = 640;
/**
 * Each write counts as this many entries in addition to its own, because it begins a new page. This includes a delete,
 * which marks the task as deleted in a page.
 */
const ENTRIES_PER_WRITE = 64;

/** The highest code point: the end of a prefix's key range. */
const LAST = '\u{10ffff}';

/**
 * The search index of SQLite. Its writes are deferred: at each savepoint, FTS5 flushes its buffer, and merging the
 * resulting small segments takes a third of the time of creating a task. Transactions do not search, so they do not
 * need to see these writes.
 */
export function sqliteSearch({ defer }: Pick<Database<TaskTables>, 'defer'>): SearchIndex {
  /** The terms of prefixes, with the owner's clock at the look-up. A write by any process advances the clock. */
  const remembered = new LRUCache<string, { readonly clock: string | undefined; readonly term: string }>({
    max: MAX_REMEMBERED,
  });
  let unmerged = 0;

  async function termOf(db: Queries<TaskTables>, start: string, clock: string | undefined): Promise<string> {
    const earlier = remembered.get(start);
    if (earlier !== undefined && earlier.clock === clock) return earlier.term;
    const term = await lookUp(db, start);
    remembered.set(start, { clock, term });
    return term;
  }

  async function merge(trx: Queries<TaskTables>, entries: number): Promise<void> {
    unmerged += ENTRIES_PER_WRITE + entries;
    for (; unmerged >= ENTRIES_PER_MERGE; unmerged -= ENTRIES_PER_MERGE)
      await defer(trx, CompiledQuery.raw(MERGE, [MERGED_PAGES]), { isLast: true });
  }

  return {
    async add(trx, owner, tasks) {
      const key = ownerKey(owner);
      for (const { position, words } of tasks) {
        const text = words.map((word) => key + word).join(' ');
        await defer(trx, CompiledQuery.raw(INSERT, [position, text]));
        await merge(trx, entriesOf(words));
      }
    },

    async remove(trx, position) {
      await defer(trx, CompiledQuery.raw(DELETE, [position]));
      await merge(trx, 0);
    },

    async termsOf(db, owner, prefixes) {
      const key = ownerKey(owner);
      const [{ clock } = {}] = prefixes.every(isIndexed) ? [] : (await selectClock(db, { owner })).rows;
      const terms: string[] = [];
      for (const prefix of prefixes) {
        const start = key + prefix;
        terms.push(isIndexed(prefix) ? byPrefix(start) : await termOf(db, start, clock));
      }
      const [first] = terms;
      return {
        terms: Array.from({ length: Math.ceil(terms.length / GROUP_SIZE) }, (_, group) =>
          terms.slice(group * GROUP_SIZE, (group + 1) * GROUP_SIZE).join(' AND '),
        ),
        isStreamed: terms.length === 1 && (!isPrefix(first) || isIndexed(prefixes[0])),
      };
    },

    matches([first, ...others]) {
      // The plus prevents SQLite from reading the tasks in the order of this set.
      const conditions = others.map(
        (terms) => sql`and +rowid in (
          select rowid from task_search where task_search match ${terms} and ${deadlineCheck('task_search.rowid')}
        )`,
      );
      return sql<{ position: bigint }>`(
        select rowid as position from task_search where task_search match ${first} ${sql.join(conditions, sql` `)}
      )`;
    },
  };
}

const INSERT = 'insert into task_search (rowid, words) values (?, ?)';
const DELETE = 'delete from task_search where rowid = ?';
const MERGE = "insert into task_search (task_search, rank) values ('merge', ?)";

/** The number of index entries: each word and its short prefixes. */
function entriesOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + 1 + Math.min(word.length, INDEXED_PREFIX), 0);
}

/** Returns the FTS5 expression that searches by prefix. */
function byPrefix(start: string): string {
  return `"${start}"*`;
}

/**
 * Returns an FTS5 expression for the tasks that have a word with this prefix. It lists the words, unless a query by
 * prefix is faster.
 */
async function lookUp(db: Queries<TaskTables>, start: string): Promise<string> {
  const [word] = (await selectFirstWords(db, { start })).rows;
  if (word?.next?.startsWith(start) !== true)
    return word?.term.startsWith(start) ? `"${word.term}"` : byPrefix(start);
  const range = { start, end: start + LAST };
  const { rows: occurrences } = await selectOccurrences(db, range);
  if (occurrences.length < FEW_TASKS) return byPrefix(start);
  const { rows: words } = await selectWords(db, range);
  return words.length > MAX_WORDS
    ? byPrefix(start)
    : `(${words.map(({ term }) => `"${term}"`).join(' OR ')})`;
}

/** Whether the index stores a prefix like a word. */
function isIndexed(prefix = ''): boolean {
  return Array.from(prefix).length <= INDEXED_PREFIX;
}

function isPrefix(term = ''): boolean {
  return term.endsWith('*');
}

const selectClock = compiled((db: Queries<TaskTables>, { owner }: { readonly owner: string }) =>
  sql<{ clock: string }>`select cast(clock as text) as clock from owner where owner = ${owner}`.compile(db),
);

// Most searches are for a whole word, or for a prefix that only one word has. Reading one more word detects this.
const selectFirstWords = compiled((db: Queries<TaskTables>, { start }: Pick<KeyRange, 'start'>) =>
  sql<{ term: string; next: string | null }>`
    select term, (select term from task_word where term >= first.term || char(1) limit 1) as next
    from (select term from task_word where term >= ${start} limit 1) as first`.compile(db),
);

/** The key range of the words that start with a prefix. */
interface KeyRange {
  readonly start: string;
  readonly end: string;
}

const selectOccurrences = compiled((db: Queries<TaskTables>, { start, end }: KeyRange) =>
  sql`select 1 from task_word where term >= ${start} and term < ${end} limit ${FEW_TASKS}`.compile(db),
);

// The table has a row for each word of each task. Each step seeks the first word after the previous one; "select
// distinct" would read all rows.
const selectWords = compiled((db: Queries<TaskTables>, { start, end }: KeyRange) =>
  sql<{ term: string }>`
    with recursive found (term) as (
      select (select term from task_word where term >= ${start} limit 1)
      union all
      select (select term from task_word where term >= found.term || char(1) limit 1)
      from found where found.term < ${end}
    )
    select term from found where term < ${end} limit ${MAX_WORDS + 1}`.compile(db),
);
