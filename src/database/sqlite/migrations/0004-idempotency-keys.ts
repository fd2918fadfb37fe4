import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

/** The answers kept for repeated requests, found by key and forgotten by age. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table idempotency_key (
    owner text not null,
    key text not null,
    fingerprint text not null,
    status integer not null,
    headers text not null check (json_valid(headers)),
    body text not null,
    created_at text not null,
    primary key (owner, key)
  ) strict, without rowid`.execute(db);
  await sql`create index idempotency_key_by_age on idempotency_key (created_at)`.execute(db);
}
