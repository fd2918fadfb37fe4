import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

/** YYYY-MM-DDTHH:MM:SS.sssZ */
const TIME = '____-__-__T__:__:__.___Z'.replaceAll('_', '[0-9]');

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTasks(db);
  await createCounts(db);
  await createSearch(db);
}

/**
 * The tasks and their tags. The checks repeat the contract's rules, and fail only if the program has a defect.
 *
 * `position` is the rowid, which SQLite appends to every index entry. An index on (owner, due_at) therefore sorts the
 * tasks by due date and then by age, and a page in the middle of a list starts with one seek.
 *
 * The id needs no index: it contains the position, which is used to look up the task. Ids are unique because positions
 * are.
 *
 * The description is the last column because it is the longest. SQLite reads a row up to the last column that a query uses,
 * so a filter never reads the overflow pages of a long description.
 *
 * A tag row has no foreign key to its task: checking it, or cascading, requires another index, by position. A delete
 * already has the task's tags, so it deletes their rows by key.
 */
async function createTasks(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table task (
        position integer primary key,
        id text not null check (length(id) = 36),
        owner text not null check (length(owner) between 1 and 255),
        title text not null check (length(title) between 1 and 200),
        status text not null check (status in ('pending', 'in_progress', 'completed', 'cancelled')),
        priority integer not null check (priority between 0 and 3),
        due_at text check (due_at glob '${TIME}'),
        tags text not null check (json_valid(tags) and json_type(tags) = 'array' and json_array_length(tags) <= 20),
        created_at text not null check (created_at glob '${TIME}'),
        updated_at text not null check (updated_at glob '${TIME}' and updated_at >= created_at),
        completed_at text check (completed_at glob '${TIME}'),
        version integer not null check (version >= 1),
        description text check (length(description) <= 5000),
        check ((completed_at is not null) = (status = 'completed'))
      ) strict`,
    )
    .execute(db);

  // Open tasks by due date is the most frequent list. Its index also serves the count of overdue tasks. The order
  // matters: of two equally good indexes, SQLite chooses the one that was created first.
  await sql`create index task_by_status on task (owner, status)`.execute(db);
  await sql`create index task_by_status_due on task (owner, status, due_at)`.execute(db);

  // One index for each sort order. It also serves the filter on that column.
  await sql`create index task_by_owner on task (owner)`.execute(db);
  await sql`create index task_by_due on task (owner, due_at)`.execute(db);
  await sql`create index task_by_updated on task (owner, updated_at)`.execute(db);
  await sql`create index task_by_completed on task (owner, completed_at)`.execute(db);
  await sql`create index task_by_priority on task (owner, priority)`.execute(db);

  await sql`create table task_tag (
    owner text not null,
    tag text not null,
    position integer not null,
    primary key (owner, tag, position)
  ) strict, without rowid`.execute(db);
}

/**
 * The counts for the summary, updated with every write: counting a million tasks takes half a second. A day without
 * open tasks has no row, so an owner has at most one row per day in use.
 */
async function createCounts(db: Kysely<unknown>): Promise<void> {
  await sql`create table task_count (
    owner text not null,
    status text not null,
    priority integer not null,
    count integer not null check (count >= 0),
    primary key (owner, status, priority)
  ) strict, without rowid`.execute(db);
  await sql`create table task_due_count (
    owner text not null,
    day text not null,
    count integer not null check (count >= 0),
    primary key (owner, day)
  ) strict, without rowid`.execute(db);
}

/**
 * The words of the tasks (`search.ts`).
 *
 * - The index stores no text (`content=''`) and no word positions (`detail=none`): a search only asks which tasks
 *   contain a word.
 * - The words are separated by spaces. The `ascii` tokenizer treats every character beyond ASCII as part of a word, so
 *   it splits at the spaces alone.
 * - `prefix` adds an index of all prefixes of 1, 2 and 3 characters (plus 16 for the owner's key). A user types such
 *   short prefixes first. Each matches so many words that merging their tasks takes 440 ms with a million tasks. With
 *   the index it takes 0.1 ms, for 13 µs and 200 bytes more per task written.
 */
async function createSearch(db: Kysely<unknown>): Promise<void> {
  await sql`create virtual table task_search using fts5(
    words, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='17 18 19'
  )`.execute(db);
  // The words in the index, in order.
  await sql`create virtual table task_word using fts5vocab(task_search, instance)`.execute(db);
}
