import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

/**
 * The counts that the summary adds up, kept with every write: counting a million tasks takes half a second.
 * A day without open tasks has no row, so there are no more rows than an owner has days in use.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
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
