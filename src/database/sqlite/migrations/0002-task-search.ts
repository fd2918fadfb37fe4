import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

/**
 * The words of the tasks (`../search.ts` says how they are written and found).
 *
 * - The index keeps no text (`content=''`) and no places of words within it (`detail=none`): it is asked only
 *   which tasks have a word.
 * - The words come ready-made, between spaces. The `ascii` tokenizer takes every character beyond ASCII as part
 *   of a word, and so splits at the spaces alone.
 * - `prefix` adds an index of all beginnings of 1, 2 and 3 characters (16 more are the owner's). They are what
 *   someone has typed first, and each stands for so many words that putting their tasks together takes 440 ms
 *   in a million tasks; with the index it is 0.1 ms, for 13 µs more a task written and 200 bytes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create virtual table task_search using fts5(
    words, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='17 18 19'
  )`.execute(db);
  // The words in the index, in order.
  await sql`create virtual table task_word using fts5vocab(task_search, instance)`.execute(db);
}
