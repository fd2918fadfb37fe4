import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { SearchIndex } from '../search-index.ts';

// Full-text search with tsvector.
//
// The words come from the service's own tokenizer and not from a dictionary, so that a search gives the same result on
// every engine. Each is prefixed with a key of its owner, so the index has separate entries for each owner: the cost of
// a search depends on the tasks of that owner alone. The key is a hash because its length is fixed.
//
// A GIN index has no order. For a word that few tasks have, PostgreSQL reads those tasks and sorts them. For a frequent
// word, it reads the tasks in the order of the list and keeps those that match. It decides by its statistics.

const KEY_LENGTH = 16;

/** The search index of PostgreSQL. */
export const postgresSearch: SearchIndex = {
  async add(trx, owner, tasks) {
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

  async termsOf(_db, owner, prefixes) {
    const key = keyOf(owner);
    // Words consist of letters and digits, so nothing needs quoting.
    return prefixes.map((prefix) => `'${key}${prefix}':*`).join(' & ');
  },

  matches(terms) {
    return sql<{ position: bigint }>`(select position from task_search where words @@ ${terms}::tsquery)`;
  },
};

function keyOf(owner: string): string {
  return hash('sha256', owner).slice(0, KEY_LENGTH);
}
