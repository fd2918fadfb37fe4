import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

/**
 * The webhooks, with the state of their deliveries, and the outbox: an event for a webhook is inserted in the transaction of
 * the change that it reports. `fillfactor` leaves space in each page for the next version of a row, because every event
 * and every attempt changes a row.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table webhook (
    position bigint primary key,
    id uuid not null,
    owner text collate "C" not null check (char_length(owner) between 1 and 255),
    url text collate "C" not null check (char_length(url) between 10 and 2000),
    description text check (char_length(description) <= 200),
    events jsonb not null check (jsonb_typeof(events) = 'array' and jsonb_array_length(events) between 1 and 5),
    status text collate "C" not null check (status in ('enabled', 'disabled')),
    disabled_reason text collate "C",
    previous_secret_expires_at timestamptz(3),
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    version integer not null check (version >= 1),
    secret_generation integer not null default 1,
    pending_count integer not null default 0 check (pending_count >= 0),
    delivered_count integer not null default 0 check (delivered_count >= 0),
    failure_count integer not null default 0,
    is_slow smallint not null default 0 check (is_slow in (0, 1)),
    due_at timestamptz(3),
    lease text collate "C",
    lease_until timestamptz(3),
    check ((disabled_reason is null) = (status = 'enabled'))
  ) with (fillfactor = 50)`.execute(db);
  await sql`create index webhook_by_owner on webhook (owner, position)`.execute(db);
  await sql`create index webhook_by_due on webhook (due_at) where due_at is not null`.execute(db);

  await sql`create table webhook_delivery (
    webhook bigint not null,
    position bigint not null,
    id uuid not null,
    event_type text collate "C" not null,
    created_at timestamptz(3) not null,
    delivered_at timestamptz(3),
    next_attempt_at timestamptz(3) not null,
    first_attempt_at timestamptz(3),
    attempts text not null,
    body text not null,
    traceparent text collate "C",
    primary key (webhook, position)
  ) with (fillfactor = 80)`.execute(db);
  await sql`create index webhook_delivery_by_attempt on webhook_delivery (webhook, next_attempt_at, position)
    where delivered_at is null`.execute(db);
  await sql`create index webhook_delivery_by_age on webhook_delivery (created_at)`.execute(db);
}
