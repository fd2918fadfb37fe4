import { type Kysely, sql } from 'kysely';

/** Instances of 1.0.0 keep running during an update. Triggers complete the rows that they write. */
export const serves = '1.0.0';

/**
 * The change feed: tasks and deletions in the order of their last change. Tasks created before this migration use their
 * position as their sequence. This is safe because positions are unique and never ahead of the owner's clock.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table task add column sequence bigint`.execute(db);
  await sql`update task set sequence = position`.execute(db);
  await sql`alter table task alter column sequence set not null`.execute(db);
  await sql`create unique index task_by_sequence on task (owner, sequence)`.execute(db);

  await sql`create table deleted_task (
    position bigint primary key,
    id uuid not null,
    owner text collate "C" not null,
    sequence bigint not null,
    deleted_at timestamptz(3) not null,
    content text,
    stored_bytes integer not null default 0
  )`.execute(db);
  await sql`create unique index deleted_task_by_sequence on deleted_task (owner, sequence)`.execute(db);
  await sql`create index deleted_task_in_trash on deleted_task (owner, sequence) where content is not null`.execute(
    db,
  );
  // These indexes serve the purge.
  await sql`create index deleted_task_by_age on deleted_task (deleted_at)`.execute(db);
  await sql`create index deleted_task_in_trash_by_age on deleted_task (deleted_at) where content is not null`.execute(
    db,
  );
  await completeWritesOfOlderVersions(db);
}

/**
 * A version without the change feed sets no sequence and records no deletion. It advances the owner's clock before each
 * write, so the triggers use the clock as the sequence. A version with the change feed always sets a new sequence, so
 * the first two triggers do not run for its writes.
 */
async function completeWritesOfOlderVersions(db: Kysely<unknown>): Promise<void> {
  await sql`create function set_task_sequence() returns trigger language plpgsql as $$
    begin
      select clock into new.sequence from owner where owner.owner = new.owner;
      return new;
    end
  $$`.execute(db);
  await sql`create trigger task_inserted before insert on task
    for each row when (new.sequence is null) execute function set_task_sequence()`.execute(db);
  await sql`create trigger task_updated before update on task
    for each row when (new.sequence = old.sequence) execute function set_task_sequence()`.execute(db);
  await sql`create function insert_deleted_task() returns trigger language plpgsql as $$
    begin
      insert into deleted_task (position, id, owner, sequence, deleted_at)
      select old.position, old.id, old.owner, clock, to_timestamp((clock >> 20) / 1000.0)
      from owner where owner.owner = old.owner;
      return null;
    end
  $$`.execute(db);
  await sql`create trigger task_deleted after delete on task
    for each row execute function insert_deleted_task()`.execute(db);
}
