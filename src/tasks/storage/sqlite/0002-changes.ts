import { type Kysely, sql } from 'kysely';

/** Excludes versions before 1.1.0: they do not set the sequence, so the change feed would miss their changes. */
export const serves = '1.1.0';

/**
 * The change feed: tasks and deletions in the order of their last change. Tasks created before this migration use their
 * position as their sequence. This is safe because positions are unique and never ahead of the owner's clock.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table task add column sequence integer not null default 0`.execute(db);
  await sql`update task set sequence = position`.execute(db);
  await sql`create unique index task_by_sequence on task (owner, sequence)`.execute(db);

  await sql`create table deleted_task (
    position integer primary key,
    id text not null check (length(id) = 36),
    owner text not null,
    sequence integer not null,
    deleted_at text not null,
    content text,
    stored_bytes integer not null default 0
  ) strict`.execute(db);
  await sql`create unique index deleted_task_by_sequence on deleted_task (owner, sequence)`.execute(db);
  await sql`create index deleted_task_in_trash on deleted_task (owner, sequence) where content is not null`.execute(
    db,
  );
  // These indexes serve the purge.
  await sql`create index deleted_task_by_age on deleted_task (deleted_at)`.execute(db);
  await sql`create index deleted_task_in_trash_by_age on deleted_task (deleted_at) where content is not null`.execute(
    db,
  );
}
