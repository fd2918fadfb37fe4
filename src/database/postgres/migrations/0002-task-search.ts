import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

/**
 * The words of the tasks (`../search.ts` says how they are written and found), beside the tasks and not in them: who
 * reads a task does not read its words, and who changes a task without its words leaves the index alone.
 *
 * `fastupdate` would put off the work of adding to the index, and make searches read what was put off, one by one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table task_search (position bigint primary key, words tsvector not null)`.execute(db);
  await sql`create index task_search_by_word on task_search using gin (words) with (fastupdate = off)`.execute(
    db,
  );
}
