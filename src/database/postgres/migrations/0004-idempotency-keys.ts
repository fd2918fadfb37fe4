import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

/** The answers kept for repeated requests, found by key and forgotten by age. The body is text: it is given word for word. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table idempotency_key (
    owner text collate "C" not null,
    key text collate "C" not null,
    fingerprint text not null,
    status integer not null,
    headers jsonb not null,
    body text not null,
    created_at timestamptz(3) not null,
    primary key (owner, key)
  )`.execute(db);
  await sql`create index idempotency_key_by_age on idempotency_key (created_at)`.execute(db);
}
