import { type Kysely, sql } from 'kysely';
import { APPLICATION_ID } from '../application-id.ts';

/** The oldest version of the program that can work with the tables from here on. */
export const serves = '1.0.0';

/** YYYY-MM-DDTHH:MM:SS.sssZ */
const TIME = '____-__-__T__:__:__.___Z'.replaceAll('_', '[0-9]');

/**
 * The tasks and their tags. The checks say what the contract says: they never fail unless the program is wrong.
 *
 * `position` is the rowid, and SQLite ends every index with it. So an index on (owner, due_at) gives the tasks
 * by due date and those of one date by age, and a page starts in the middle of them with one seek.
 *
 * There is no index on the id. It holds the position, by which the task is found; as positions are unique, so are ids.
 *
 * A tag row has no foreign key to its task: checking it, or cascading, would need another index, by position.
 * Whoever deletes a task knows its tags, and deletes their rows by key.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`pragma application_id = ${APPLICATION_ID}`).execute(db);
  await sql
    .raw(
      `create table task (
        position integer primary key,
        id text not null check (length(id) = 36),
        owner text not null check (length(owner) between 1 and 255),
        title text not null check (length(title) between 1 and 200),
        description text check (length(description) <= 5000),
        status text not null check (status in ('pending', 'in_progress', 'completed', 'cancelled')),
        priority integer not null check (priority between 0 and 3),
        due_at text check (due_at glob '${TIME}'),
        tags text not null check (json_valid(tags) and json_type(tags) = 'array' and json_array_length(tags) <= 20),
        created_at text not null check (created_at glob '${TIME}'),
        updated_at text not null check (updated_at glob '${TIME}' and updated_at >= created_at),
        completed_at text check (completed_at glob '${TIME}'),
        version integer not null check (version >= 1),
        check ((completed_at is not null) = (status = 'completed'))
      ) strict`,
    )
    .execute(db);

  // By age, and by due date: what is open and due next is what people ask most, and the overdue are counted by it.
  // They come before the index by due date, for where two serve alike SQLite takes the one that was made first.
  await sql`create index task_by_status on task (owner, status)`.execute(db);
  await sql`create index task_by_status_due on task (owner, status, due_at)`.execute(db);

  // One for each sort, which serves the filter by the same column too.
  await sql`create index task_by_owner on task (owner)`.execute(db);
  await sql`create index task_by_due on task (owner, due_at)`.execute(db);
  await sql`create index task_by_updated on task (owner, updated_at)`.execute(db);
  await sql`create index task_by_priority on task (owner, priority)`.execute(db);

  await sql`create table task_tag (
    owner text not null,
    tag text not null,
    position integer not null,
    primary key (owner, tag, position)
  ) strict, without rowid`.execute(db);
}
