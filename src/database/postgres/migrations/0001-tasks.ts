import { type Kysely, sql } from 'kysely';

/** The oldest version of the program that can work with the tables from here on. */
export const serves = '1.0.0';

/**
 * The tasks and their tags. The checks say what the contract says: they never fail unless the program is wrong.
 *
 * A task is found by its position, which its id holds, so there is no index on the id. Every index of a list ends in
 * the position: it gives the tasks of one value by age, and a page starts in the middle of them with one seek.
 *
 * The tags are in the task, as JSON, for whoever reads it; and a row each in a table of their own, for the filter. An
 * inverted index on the JSON finds tasks without an order, and would have to sort all those with a tag for each page.
 *
 * Text is compared byte by byte ("C"), whatever the language of the database.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table task (
    position bigint primary key,
    id uuid not null,
    owner text collate "C" not null check (char_length(owner) between 1 and 255),
    title text not null check (char_length(title) between 1 and 200),
    description text check (char_length(description) <= 5000),
    status text collate "C" not null check (status in ('pending', 'in_progress', 'completed', 'cancelled')),
    priority smallint not null check (priority between 0 and 3),
    due_at timestamptz(3),
    tags jsonb not null check (jsonb_typeof(tags) = 'array' and jsonb_array_length(tags) <= 20),
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null check (updated_at >= created_at),
    completed_at timestamptz(3),
    version integer not null check (version >= 1),
    check ((completed_at is not null) = (status = 'completed'))
  )`.execute(db);

  await sql`create index task_by_owner on task (owner, position)`.execute(db);
  await sql`create index task_by_status on task (owner, status, position)`.execute(db);
  await sql`create index task_by_status_due on task (owner, status, due_at, position)`.execute(db);
  await sql`create index task_by_due on task (owner, due_at, position)`.execute(db);
  await sql`create index task_by_updated on task (owner, updated_at, position)`.execute(db);
  await sql`create index task_by_priority on task (owner, priority, position)`.execute(db);

  await sql`create table task_tag (
    owner text collate "C" not null,
    tag text collate "C" not null,
    position bigint not null,
    primary key (owner, tag, position)
  )`.execute(db);
}
