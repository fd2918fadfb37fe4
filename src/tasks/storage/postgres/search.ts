import { sql } from 'kysely';
import { chunks } from '../../../database/chunks.ts';
import { compiled, compiledForRows } from '../../../database/compiled-query.ts';
import type { Queries } from '../../../database/storage.ts';
import { ownerKey } from '../owner-key.ts';
import type { SearchIndex } from '../search-index.ts';
import type { TaskTables } from '../tables.ts';

// Full-text search with tsvector.
//
// The words come from the service's own tokenizer and not from a dictionary, so that a search gives the same result on
// every engine.
//
// A GIN index has no order. For a word that few tasks contain, PostgreSQL reads those tasks and sorts them. For a
// frequent word, it reads the tasks in the order of the list and keeps those that match. It chooses based on its
// statistics.

/** The search index of PostgreSQL. */
export const postgresSearch: SearchIndex = {
  async add(trx, owner, tasks) {
    const key = ownerKey(owner);
    // One text, because pg is slow to quote the elements of an array.
    const rows = tasks.map(({ position, words }) => ({
      position,
      lexemes: words.map((word) => key + word).join(' '),
    }));
    for (const some of chunks(rows)) await insertWords(trx, some);
  },

  async remove(trx, position) {
    await deleteWords(trx, { position });
  },

  async termsOf(_db, owner, prefixes) {
    const key = ownerKey(owner);
    // Words consist of letters and digits, so nothing needs quoting.
    return {
      terms: [prefixes.map((prefix) => `'${key}${prefix}':*`).join(' & ')],
      // The server can stop a search at any point.
      isStreamed: true,
    };
  },

  matches([terms]) {
    return sql<{ position: bigint }>`(select position from task_search where words @@ ${terms}::tsquery)`;
  },
};

interface Lexemes {
  readonly position: bigint;
  /** Separated by spaces. */
  readonly lexemes: string;
}

const insertWords = compiledForRows((trx: Queries<TaskTables>, rows: readonly Lexemes[]) => {
  const values = rows.map(
    ({ position, lexemes }) =>
      sql`(${position}::bigint, array_to_tsvector(string_to_array(${lexemes}, ' ')))`,
  );
  return sql`insert into task_search (position, words) values ${sql.join(values)}`.compile(trx);
});

const deleteWords = compiled((trx: Queries<TaskTables>, { position }: Pick<Lexemes, 'position'>) =>
  sql`delete from task_search where position = ${position}`.compile(trx),
);
