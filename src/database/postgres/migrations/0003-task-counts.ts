import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

/**
 * The counts that the summary adds up, kept with every write: counting a million tasks takes long.
 * A day without open tasks has no row, so there are no more rows than an owner has days in use.
 * Rows that change with every write are kept apart (`fillfactor`), so that a new version has room beside the old.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
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
