import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTasks(db);
  await createCounts(db);
  await createSearch(db);
}

/**
 * The tasks and their tags. The checks repeat the contract's rules, and fail only if the program has a defect.
 *
 * The id has no index: a task is found by its position, which the id contains. Every index of a list ends in the
 * position. The index therefore sorts tasks with equal values by age, and a page in the middle of a list starts with
 * one seek.
 *
 * The tags are stored twice: as JSON in the task, for reading it, and one per row in a separate table, for the filter.
 * An inverted index on the JSON has no order, and would require sorting all tasks with a tag for each page.
 *
 * The description is the last column: PostgreSQL does not decompress columns that a filter does not read, but it must
 * skip over all columns before the one that it reads.
 *
 * Text is compared byte by byte ("C"), whatever the locale of the database.
 */
async function createTasks(db: Kysely<unknown>): Promise<void> {
  await sql`create table task (
    position bigint primary key,
    id uuid not null,
    owner text collate "C" not null check (char_length(owner) between 1 and 255),
    title text not null check (char_length(title) between 1 and 200),
    status text collate "C" not null check (status in ('pending', 'in_progress', 'completed', 'cancelled')),
    priority smallint not null check (priority between 0 and 3),
    due_at timestamptz(3),
    tags jsonb not null check (jsonb_typeof(tags) = 'array' and jsonb_array_length(tags) <= 20),
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null check (updated_at >= created_at),
    completed_at timestamptz(3),
    version integer not null check (version >= 1),
    description text check (char_length(description) <= 5000),
    check ((completed_at is not null) = (status = 'completed'))
  )`.execute(db);

  await sql`create index task_by_owner on task (owner, position)`.execute(db);
  await sql`create index task_by_status on task (owner, status, position)`.execute(db);
  await sql`create index task_by_status_due on task (owner, status, due_at, position)`.execute(db);
  await sql`create index task_by_due on task (owner, due_at, position)`.execute(db);
  await sql`create index task_by_updated on task (owner, updated_at, position)`.execute(db);
  await sql`create index task_by_completed on task (owner, completed_at, position)`.execute(db);
  await sql`create index task_by_priority on task (owner, priority, position)`.execute(db);

  await sql`create table task_tag (
    owner text collate "C" not null,
    tag text collate "C" not null,
    position bigint not null,
    primary key (owner, tag, position)
  )`.execute(db);
}

/**
 * The counts for the summary, updated with every write: counting a million tasks takes a long time. A day without open
 * tasks has no row, so an owner has at most one row per day in use. Every write changes these rows, so `fillfactor`
 * leaves space in each page for the new version beside the old.
 */
async function createCounts(db: Kysely<unknown>): Promise<void> {
  await sql`create table task_count (
    owner text collate "C" not null,
    status text collate "C" not null,
    priority smallint not null,
    count integer not null check (count >= 0),
    primary key (owner, status, priority)
  ) with (fillfactor = 50)`.execute(db);
  await sql`create table task_due_count (
    owner text collate "C" not null,
    day date not null,
    count integer not null check (count >= 0),
    primary key (owner, day)
  ) with (fillfactor = 50)`.execute(db);
}

/**
 * The words of the tasks (`search.ts`), in a separate table, so that reading a task does not read its words, and a
 * change that does not affect the words does not touch the index.
 *
 * `fastupdate` would defer the work of adding to the index, and searches would read the pending entries one by one.
 */
async function createSearch(db: Kysely<unknown>): Promise<void> {
  await sql`create table task_search (position bigint primary key, words tsvector not null)`.execute(db);
  await sql`create index task_search_by_word on task_search using gin (words) with (fastupdate = off)`.execute(
    db,
  );
}
