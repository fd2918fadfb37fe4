import { type Kysely, sql } from 'kysely';

export const serves = '1.0.0';

/** YYYY-MM-DDTHH:MM:SS.sssZ */
const TIME = '____-__-__T__:__:__.___Z'.replaceAll('_', '[0-9]');

/**
 * The webhooks, with the state of their deliveries, and the outbox: an event for a webhook is inserted in the transaction of
 * the change that it reports.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table webhook (
        position integer primary key,
        id text not null check (length(id) = 36),
        owner text not null check (length(owner) between 1 and 255),
        url text not null check (length(url) between 10 and 2000),
        description text check (length(description) <= 200),
        events text not null check (json_valid(events) and json_type(events) = 'array' and json_array_length(events) between 1 and 5),
        status text not null check (status in ('enabled', 'disabled')),
        disabled_reason text,
        previous_secret_expires_at text check (previous_secret_expires_at glob '${TIME}'),
        created_at text not null check (created_at glob '${TIME}'),
        updated_at text not null check (updated_at glob '${TIME}'),
        version integer not null check (version >= 1),
        secret_generation integer not null default 1,
        pending_count integer not null default 0 check (pending_count >= 0),
        delivered_count integer not null default 0 check (delivered_count >= 0),
        failure_count integer not null default 0,
        is_slow integer not null default 0 check (is_slow in (0, 1)),
        due_at text check (due_at glob '${TIME}'),
        lease text,
        lease_until text check (lease_until glob '${TIME}'),
        check ((disabled_reason is null) = (status = 'enabled'))
      ) strict`,
    )
    .execute(db);
  await sql`create index webhook_by_owner on webhook (owner)`.execute(db);
  await sql`create index webhook_by_due on webhook (due_at) where due_at is not null`.execute(db);

  await sql`create table webhook_delivery (
    webhook integer not null,
    position integer not null,
    id text not null,
    event_type text not null,
    created_at text not null,
    delivered_at text,
    next_attempt_at text not null,
    first_attempt_at text,
    attempts text not null,
    body text not null,
    traceparent text,
    primary key (webhook, position)
  ) strict`.execute(db);
  await sql`create index webhook_delivery_by_attempt on webhook_delivery (webhook, next_attempt_at, position)
    where delivered_at is null`.execute(db);
  await sql`create index webhook_delivery_by_age on webhook_delivery (created_at)`.execute(db);
}
