import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { SearchIndex } from '../database.ts';

/**
 * The search by PostgreSQL's full-text search (the table is made in `migrations/0002-task-search.ts`).
 *
 * The words are ours and no dictionary's, so that a search means the same on every engine. Each is written behind a
 * key of its owner: the index then has the words of each owner apart, and what a search costs depends on the tasks
 * of the one who searches and not on anyone else's. The key is a hash, for its fixed length.
 *
 * The index has no order. For a word that few tasks have, PostgreSQL reads those and sorts them; for one that many
 * have, it reads the tasks in the order of the list and keeps those that match. Its statistics tell which.
 */

const KEY_LENGTH = 16;

/** The search index of PostgreSQL, the same for every connection. */
export const postgresSearch: SearchIndex = {
  // Its estimate is for the whole of each, and so it may read and sort all of them.
  seesLimits: false,

  async add(trx, owner, position, words) {
    const key = keyOf(owner);
    const lexemes = words.map((word) => key + word);
    await sql`
      insert into task_search (position, words) values (${position}, array_to_tsvector(${lexemes}::text[]))`.execute(
      trx,
    );
  },

  async addAll(trx, owner, tasks) {
    const key = keyOf(owner);
    const rows = tasks.map(({ position, words }) => {
      const lexemes = words.map((word) => key + word);
      return sql`(${position}::bigint, array_to_tsvector(${lexemes}::text[]))`;
    });
    await sql`insert into task_search (position, words) values ${sql.join(rows)}`.execute(trx);
  },

  async remove(trx, position) {
    await sql`delete from task_search where position = ${position}`.execute(trx);
  },

  async termsOf(_db, owner, words) {
    const key = keyOf(owner);
    // Words are letters and digits: there is nothing in them to be quoted.
    return words.map((word) => `'${key}${word}':*`).join(' & ');
  },

  matches(terms) {
    return sql<{ position: bigint }>`(select position from task_search where words @@ ${terms}::tsquery)`;
  },
};

function keyOf(owner: string): string {
  return hash('sha256', owner).slice(0, KEY_LENGTH);
}
