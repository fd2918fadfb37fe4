import { hash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { compiled } from '../compiled-query.ts';
import type { SearchIndex } from '../database.ts';
import type { Tables } from '../tables.ts';
import type { Connection } from './connection.ts';

/**
 * The search by FTS5 (the table is made in `migrations/0002-task-search.ts`).
 *
 * Every word is written behind a key of its owner, so each owner has doclists of their own: what a search costs
 * depends on the tasks of the one who searches and not on anyone else's. The key is a hash, for its fixed length.
 *
 * FTS5 gives the tasks of one word newest first as they are asked for. For a beginning that many words share, it
 * first puts all their tasks together, which takes 105 ms for 400,000 of them. So the words with that beginning
 * are looked up first, and asked for one by one: 0.3 ms.
 */

const KEY_LENGTH = 16;

/** Up to this many characters, the index has beginnings as if they were words. */
const INDEXED_PREFIX = 3;

/** Asking for so many words takes 3 ms. More words with a beginning so long are rare ones, such as numbers. */
const MOST_WORDS = 64;

/** Putting so many tasks together takes less than looking up their words. */
const FEW_TASKS = 64;

/** The last character that there is: the end of all that begin alike. */
const LAST = '\u{10ffff}';

/**
 * The search index of SQLite, the same for every connection.
 *
 * What is written to it is put off to the commit: at each savepoint FTS5 writes out what it has gathered in memory, and
 * merging that later takes a third of the time of a task. Nobody searches within a transaction.
 */
export function sqliteSearch({ atCommit }: Pick<Connection, 'atCommit'>): SearchIndex {
  return {
    seesLimits: true,

    async add(_trx, owner, position, words) {
      const key = keyOf(owner);
      const text = words.map((word) => key + word).join(' ');
      atCommit('insert into task_search (rowid, words) values (?, ?)', [position, text]);
    },

    async addAll(trx, owner, tasks) {
      for (const { position, words } of tasks) await this.add(trx, owner, position, words);
    },

    async remove(_trx, position) {
      atCommit('delete from task_search where rowid = ?', [position]);
    },

    async termsOf(db, owner, words) {
      const key = keyOf(owner);
      const terms = await Promise.all(words.map(async (word) => await beginning(db, key, word)));
      return terms.join(' AND ');
    },

    matches(terms) {
      return sql<{ position: bigint }>`(
        select rowid as position from task_search where task_search match ${terms}
      )`;
    },
  };
}

function keyOf(owner: string): string {
  return hash('sha256', owner).slice(0, KEY_LENGTH);
}

/** What asks FTS5 for the tasks that have a word beginning like this. */
async function beginning(db: Kysely<Tables>, key: string, word: string): Promise<string> {
  const prefix = `"${key}${word}"*`;
  if (Array.from(word).length <= INDEXED_PREFIX) return prefix;
  const start = key + word;
  if (await isRare(db, start)) return prefix;
  const words = await wordsFrom(db, start);
  return words.length > MOST_WORDS ? prefix : `(${words.map((each) => `"${each}"`).join(' OR ')})`;
}

/** Tells whether the words that begin with `start` are in few tasks. */
async function isRare(db: Kysely<Tables>, start: string): Promise<boolean> {
  const { rows } = await selectFew(db, { start, end: start + LAST });
  return rows.length < FEW_TASKS;
}

/** The words in the index that begin with `start`, up to one more than are of use. */
async function wordsFrom(db: Kysely<Tables>, start: string): Promise<string[]> {
  const { rows } = await selectWords(db, { start, end: start + LAST });
  return rows.map(({ term }) => term);
}

interface Range {
  readonly start: string;
  readonly end: string;
}

const selectFew = compiled((db, { start, end }: Range) =>
  sql`select 1 from task_word where term >= ${start} and term < ${end} limit ${FEW_TASKS}`.compile(db),
);

// The table has a row for each word of each task. Each step asks for the first word after the one before, which
// is a seek; "select distinct" would read all the rows.
const selectWords = compiled((db, { start, end }: Range) =>
  sql<{ term: string }>`
    with recursive found (term) as (
      select (select term from task_word where term >= ${start} limit 1)
      union all
      select (select term from task_word where term >= found.term || char(1) limit 1)
      from found where found.term < ${end}
    )
    select term from found where term < ${end} limit ${MOST_WORDS + 1}`.compile(db),
);
