import { sql } from 'kysely';
import { ownerKey } from '../owner-key.ts';
import type { SearchIndex } from '../search-index.ts';

// Full-text search with tsvector.
//
// The words come from the service's own tokenizer and not from a dictionary, so that a search gives the same result on
// every engine.
//
// A GIN index has no order. For a word that few tasks have, PostgreSQL reads those tasks and sorts them. For a frequent
// word, it reads the tasks in the order of the list and keeps those that match. It decides based on its statistics.

/** The search index of PostgreSQL. */
export const postgresSearch: SearchIndex = {
  async add(trx, owner, tasks) {
    const key = ownerKey(owner);
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
    const key = ownerKey(owner);
    // Words consist of letters and digits, so nothing needs quoting.
    return {
      terms: [prefixes.map((prefix) => `'${key}${prefix}':*`).join(' & ')],
      // The server stops a search at any point.
      isStreamed: true,
    };
  },

  matches([terms]) {
    return sql<{ position: bigint }>`(select position from task_search where words @@ ${terms}::tsquery)`;
  },
};
